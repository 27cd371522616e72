//! Detectors as common systems come: their defaults.

use super::{Entry, Kind};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "kubernetes-node",
        kind: Kind::Detector,
        per: "node",
        text: "Kubernetes marks a node as not ready: no status for 40 s, sent every 10 s, looked \
               for every 5 s.",
        written: "Heartbeat(period: \"10s\", misses: 4, jitter: \"5s\")",
        source: "Kubernetes, kube-controller-manager (node-monitor-grace-period, \
                 node-monitor-period) and kubelet (node-status-update-frequency), defaults",
        data: "versions 1.1 to about 1.31",
        caveat: "Newer versions wait 50 s: `kubernetes-node-50s`. Pods stay on the node for 5 min \
                 more: `kubernetes-eviction`.",
        sure: true,
    },
    Entry {
        name: "kubernetes-node-50s",
        kind: Kind::Detector,
        per: "node",
        text: "Kubernetes of newer versions marks a node as not ready: no status for 50 s.",
        written: "Heartbeat(period: \"10s\", misses: 5, jitter: \"5s\")",
        source: "Kubernetes, kube-controller-manager (node-monitor-grace-period); pull request \
                 126287, 2024",
        data: "versions from about 1.32",
        caveat: "The first such version is not certain. Pods stay on the node for 5 min more: \
                 `kubernetes-eviction`.",
        sure: true,
    },
    Entry {
        name: "kubernetes-eviction",
        kind: Kind::Duration,
        per: "node that is not ready",
        text: "Time from a node being marked until its pods are replaced elsewhere.",
        written: "\"5min\"",
        source: "Kubernetes, kube-apiserver, default-unreachable-toleration-seconds (300)",
        data: "versions from 1.13",
        caveat: "Pods can have tolerations of their own; starting them elsewhere takes more time.",
        sure: true,
    },
    Entry {
        name: "etcd-leader",
        kind: Kind::Detector,
        per: "leader",
        text: "Followers of etcd miss their leader: a heartbeat every 100 ms, an election after \
               1,000 to 2,000 ms without one.",
        written: "Heartbeat(period: \"100ms\", misses: 10, jitter: \"1s\")",
        source: "etcd, documentation of tuning: heartbeat interval and election timeout, defaults",
        data: "versions 2 to 3.6",
        caveat: "Each follower waits up to twice the timeout by chance (the Raft algorithm), and \
                 the first to end calls the election: with several followers it comes sooner.",
        sure: true,
    },
    Entry {
        name: "zookeeper-follower",
        kind: Kind::Detector,
        per: "follower",
        text: "A ZooKeeper ensemble drops a follower: 5 ticks (syncLimit) of 2 s (tickTime).",
        written: "Delay(\"10s\")",
        source: "Apache ZooKeeper, sample configuration (zoo_sample.cfg): tickTime, syncLimit",
        data: "versions 3.x",
        caveat: "The sample configuration, which most copy. Closed connections are seen sooner; \
                 sessions of clients end after 2 to 20 ticks, as they ask.",
        sure: true,
    },
    Entry {
        name: "patroni-leader",
        kind: Kind::Detector,
        per: "primary",
        text: "Patroni finds that the primary of PostgreSQL no longer renews its lock: renewed \
               every 10 s (loop_wait), gone after 30 s (ttl).",
        written: "Heartbeat(period: \"10s\", misses: 3)",
        source: "Patroni, documentation of dynamic configuration: loop_wait, ttl, defaults",
        data: "versions 1.4 to 3.2",
        caveat: "For a host that vanishes; a database that crashes on a living host is restarted \
                 there first.",
        sure: true,
    },
    Entry {
        name: "mongodb-primary",
        kind: Kind::Detector,
        per: "primary",
        text: "Secondaries of a MongoDB replica set miss their primary: a heartbeat every 2 s, an \
               election after 10 s.",
        written: "Heartbeat(period: \"2s\", misses: 5)",
        source: "MongoDB, manual of replica set elections: electionTimeoutMillis and \
                 heartbeatIntervalMillis, defaults",
        data: "versions from 3.2",
        caveat: "Detection alone; the manual says that a new primary is elected within 12 s, in \
                 the median.",
        sure: true,
    },
    Entry {
        name: "hdfs-datanode",
        kind: Kind::Detector,
        per: "data node",
        text: "HDFS declares a data node dead: no heartbeat for 10.5 min (2 times 5 min and 10 \
               times 3 s), looked for every 5 min.",
        written: "Heartbeat(period: \"3s\", misses: 210, jitter: \"5min\")",
        source: "Apache Hadoop, hdfs-default.xml: dfs.heartbeat.interval, \
                 dfs.namenode.heartbeat.recheck-interval",
        data: "versions 2 and 3",
        caveat: "Stale nodes (30 s) are avoided earlier where that is switched on. Replication \
                 begins only when the node is dead.",
        sure: true,
    },
    Entry {
        name: "ceph-osd",
        kind: Kind::Detector,
        per: "OSD",
        text: "Ceph marks a storage daemon as down: a heartbeat every 6 s, 20 s of grace after \
               the last.",
        written: "Delay(Uniform(from: \"14s\", to: \"20s\"))",
        source: "Ceph, configuration reference: osd_heartbeat_interval, osd_heartbeat_grace",
        data: "versions up to 2025",
        caveat: "The last heartbeat came up to 6 s before the failure. A refused connection is \
                 seen at once, and the grace grows for daemons that were slow before.",
        sure: true,
    },
    Entry {
        name: "slurm-node",
        kind: Kind::Detector,
        per: "node",
        text: "Slurm sets a node to DOWN that has not answered for 300 s (SlurmdTimeout).",
        written: "Delay(\"5min\")",
        source: "SchedMD Slurm, slurm.conf: SlurmdTimeout",
        data: "versions up to 2025",
        caveat: "From the last answer, so that it can come earlier after the failure. Health \
                 checks of a site drain nodes sooner.",
        sure: true,
    },
    Entry {
        name: "torch-nccl",
        kind: Kind::Detector,
        per: "process group",
        text: "PyTorch gives up a collective operation that hangs, over NCCL.",
        written: "Delay(\"10min\")",
        source: "PyTorch, torch.distributed.init_process_group, timeout; pull request 110947",
        data: "versions from about 2.2",
        caveat: "For hangs: errors that are reported end the run at once. 30 min before that \
                 version.",
        sure: true,
    },
    Entry {
        name: "torch-gloo",
        kind: Kind::Detector,
        per: "process group",
        text: "PyTorch gives up a collective operation that hangs, over other backends than NCCL.",
        written: "Delay(\"30min\")",
        source: "PyTorch, torch/distributed/constants.py, default_pg_timeout",
        data: "versions from 1.0",
        caveat: "For hangs: errors that are reported end the run at once. NCCL had the same \
                 before version 2.2.",
        sure: true,
    },
];
