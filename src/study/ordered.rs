//! Numbered blocks of work on many threads, taken in by their numbers.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many blocks a thread may be ahead of what has been taken in.
const AHEAD: u64 = 8;

/// How long the taking in waits for a block before it asks whether to go on.
const PATIENCE: Duration = Duration::from_millis(50);

/// What the threads share: which block is next, and how far the taking in has come.
#[derive(Debug)]
struct Progress {
    next: u64,
    taken_in: u64,
    stopped: bool,
}

#[derive(Debug)]
struct Shared {
    progress: Mutex<Progress>,
    moved: Condvar,
    blocks: u64,
    ahead: u64,
}

/// Ends the work of all threads when one of them panics.
struct StopOnPanic<'s>(&'s Shared);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next block to work on: waits while too far ahead; `None` when there is none.
    fn take(&self) -> Option<u64> {
        let mut progress = self.lock();
        loop {
            if progress.stopped || progress.next == self.blocks {
                return None;
            }
            if progress.next < progress.taken_in + self.ahead {
                progress.next += 1;
                return Some(progress.next - 1);
            }
            progress = self.moved.wait(progress).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn took_in(&self) {
        self.lock().taken_in += 1;
        self.moved.notify_all();
    }

    fn is_stopped(&self) -> bool {
        self.lock().stopped
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.moved.notify_all();
    }
}

/// Works on blocks `0 .. blocks` with a state a thread, and folds the results in the order of the
/// blocks in the calling thread, until there are no more or the fold breaks. With one thread the
/// calling one does everything. From time to time the fold is called with `None`, so that it can
/// break while a block takes long; work is told whether to go on, and may come back early with
/// anything when not.
///
/// # Panics
/// When the threads cannot be started, and when the work panics.
pub fn run<State, Done: Send>(
    threads: Option<NonZeroUsize>,
    blocks: u64,
    state: impl Fn() -> State + Sync,
    work: impl Fn(&mut State, u64, &mut dyn FnMut() -> bool) -> Done + Sync,
    mut fold: impl FnMut(Option<Done>) -> ControlFlow<()>,
) {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.map_or(0, NonZeroUsize::get))
        .build()
        .expect("the system starts a thread for each core");
    let threads = pool.current_num_threads() as u64;
    if threads == 1 {
        return run_alone(blocks, &mut state(), work, fold);
    }
    let shared = Shared {
        progress: Mutex::new(Progress { next: 0, taken_in: 0, stopped: false }),
        moved: Condvar::new(),
        blocks,
        ahead: AHEAD * threads,
    };
    let (done, results) = mpsc::channel();
    pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let done = done.clone();
            scope.spawn(|_| {
                let (done, _guard) = (done, StopOnPanic(&shared));
                let mut state = state();
                while let Some(block) = shared.take() {
                    let result = work(&mut state, block, &mut || !shared.is_stopped());
                    if done.send((block, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        fold_in_order(&results, &shared, &mut fold);
    });
}

fn run_alone<State, Done>(
    blocks: u64,
    state: &mut State,
    work: impl Fn(&mut State, u64, &mut dyn FnMut() -> bool) -> Done,
    mut fold: impl FnMut(Option<Done>) -> ControlFlow<()>,
) {
    for block in 0..blocks {
        let mut flow = ControlFlow::Continue(());
        let done = work(state, block, &mut || {
            flow = fold(None);
            flow.is_continue()
        });
        if flow.is_break() || fold(Some(done)).is_break() {
            return;
        }
    }
}

fn fold_in_order<Done>(
    results: &mpsc::Receiver<(u64, Done)>,
    shared: &Shared,
    fold: &mut impl FnMut(Option<Done>) -> ControlFlow<()>,
) {
    let mut early = BTreeMap::new();
    let mut next = 0;
    loop {
        match results.recv_timeout(PATIENCE) {
            // A thread has panicked: this block may have been given up half way.
            Ok(_) if shared.is_stopped() => return,
            Ok((block, result)) => early.insert(block, result),
            Err(RecvTimeoutError::Timeout) if fold(None).is_break() => return shared.stop(),
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        while let Some(result) = early.remove(&next) {
            next += 1;
            if fold(Some(result)).is_break() {
                return shared.stop();
            }
            shared.took_in();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(number: usize) -> Option<NonZeroUsize> {
        NonZeroUsize::new(number)
    }

    #[test]
    fn results_come_in_the_order_of_their_blocks() {
        let mut seen = Vec::new();
        let work = |count: &mut u64, block: u64, _: &mut dyn FnMut() -> bool| {
            *count += 1;
            std::thread::sleep(std::time::Duration::from_micros(block * 7919 % 400));
            block
        };
        run(
            threads(4),
            200,
            || 0,
            work,
            |block| {
                seen.extend(block);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn a_break_stops_the_work() {
        let mut seen = 0;
        run(
            threads(2),
            u64::MAX,
            || (),
            |(), block, _| block,
            |block| {
                seen = block.unwrap_or(seen);
                if seen == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(seen, 10);
    }

    #[test]
    #[should_panic(expected = "block 20 fails")]
    fn a_panic_reaches_the_caller() {
        let work = |(): &mut (), block: u64, _: &mut dyn FnMut() -> bool| {
            assert!(block != 20, "block {block} fails")
        };
        run(threads(2), 1000, || (), work, |_| ControlFlow::Continue(()));
    }

    #[test]
    fn a_break_while_a_block_takes_long_is_heard_at_once() {
        for number in [1, 2] {
            let mut taken_in = 0;
            let endless = |(): &mut (), _, go_on: &mut dyn FnMut() -> bool| {
                while go_on() {
                    std::thread::sleep(Duration::from_millis(1));
                }
            };
            let fold = |block: Option<()>| {
                taken_in += u64::from(block.is_some());
                ControlFlow::Break(())
            };
            run(threads(number), u64::MAX, || (), endless, fold);
            assert_eq!(taken_in, 0, "with {number} threads");
        }
    }
}
