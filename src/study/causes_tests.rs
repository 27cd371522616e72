use super::*;
use crate::measure::Column;

/// `chat` goes down by wear and by power, `mail` by wear alone.
fn layout() -> Layout {
    let column = |metric, subject: &str| Column { metric, subject: subject.to_owned() };
    let by_cause = |subject| column(Metric::OutageTimeByCause, subject);
    Layout {
        values: vec![
            column(Metric::OutageTime, "chat"),
            by_cause("chat/power"),
            by_cause("chat/wear"),
            by_cause("mail/power"),
            by_cause("mail/wear"),
        ],
        pooled: Vec::new(),
        series: Vec::new(),
        times: Vec::new(),
        incidents: true,
    }
}

fn shares(replications: &[[f64; 4]]) -> Vec<CauseShare> {
    let mut causes = Causes::new(&layout());
    for parts in replications {
        let mut values = vec![None];
        values.extend(parts.map(Some));
        causes.take_in(&Outcome { values, ..Outcome::default() });
    }
    causes.shares()
}

#[test]
fn the_largest_cause_comes_first_and_shares_sum_to_one() {
    let shares = shares(&[[1.0, 8.0, 0.0, 0.0], [0.0, 0.0, 0.0, 3.0], [0.0, 1.0, 0.0, 0.0]]);
    let told: Vec<_> = shares
        .iter()
        .map(|it| (it.subject.as_str(), it.cause.as_str(), it.share, it.replications))
        .collect();
    let expected = [("chat", "wear", 0.9, 2), ("chat", "power", 0.1, 1), ("mail", "wear", 1.0, 1)];
    assert_eq!(told, expected);
    assert!(shares.iter().all(|it| it.metric == Metric::OutageTime));
    assert!(shares.iter().all(|it| it.interval.low.is_none()), "too few have any");
}

#[test]
fn causes_that_enough_replications_have_come_with_intervals() {
    let replications: Vec<_> = (0..100)
        .map(|k| if k % 2 == 0 { [1.0, 0.0, 0.0, 0.0] } else { [0.0, 3.0, 0.0, 0.0] })
        .collect();
    let shares = shares(&replications);
    assert_eq!((shares[0].cause.as_str(), shares[0].share), ("wear", 0.75));
    for share in &shares {
        let (low, high) = (share.interval.low.unwrap(), share.interval.high.unwrap());
        assert!(low < share.share && share.share < high, "{share:?}");
    }
}
