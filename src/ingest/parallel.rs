//! Work on many items at once, results in order: many workers, one receiver.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TryRecvError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::Result;

/// So many results of one item may wait to be handed over: an archive has one for each member.
const AHEAD: usize = 8;

/// So many items may be begun and not handed over, where they weigh little.
const MOST_BEGUN: usize = 64;

/// How far the workers may run ahead of the receiver, and how long it waits for them.
pub struct Pace<W> {
    /// Threads.
    pub jobs: usize,
    /// What an item weighs.
    pub weight: W,
    /// Items of so much weight together may be begun and not handed over.
    pub light: u64,
    /// How long to wait for a result before `idle` is called.
    pub patience: Duration,
}

/// Runs `work` over all items in some threads and hands each of its results to `each` in the order
/// of the items, on the calling thread. Items are asked for there as well, when they are needed. `work` gives any number of results for
/// an item to the function it gets, which says whether more are wanted. At most two items for each worker, or more of
/// them that are light together, are begun and not handed over, and few results of each, so a slow item
/// or a slow receiver holds the others back and memory stays bounded; while the receiver is busy for a
/// while, the workers go on. Of light ones more are begun when half of them are handed over. `idle` is
/// called where there is nothing to hand over for some time.
///
/// # Errors
/// The first error of `each` or `idle`; items not begun by then are left alone.
pub fn in_order<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    pace: &Pace<impl Fn(&T) -> u64>,
    work: impl Fn(T, &mut dyn FnMut(R) -> bool) + Sync,
    mut each: impl FnMut(R) -> Result<()>,
    mut idle: impl FnMut() -> Result<()>,
) -> Result<()> {
    let jobs = pace.jobs.max(1);
    let mut items = items.into_iter().peekable();
    let (give, tickets) = mpsc::channel::<(T, SyncSender<R>)>();
    let tickets = Mutex::new(tickets);
    thread::scope(|scope| {
        // Moved in, so that leaving early (or a panic of `each`) closes the channels and frees the workers.
        let give = give;
        let mut workers = 0;
        let mut weight = 0;
        let mut waiting: VecDeque<(u64, Receiver<R>)> = VecDeque::new();
        let mut begin = |waiting: &mut VecDeque<(u64, Receiver<R>)>, weight: &mut u64| {
            while let Some(item) = items.peek() {
                let next = (pace.weight)(item);
                let few = waiting.len() < jobs * 2;
                if !few && (waiting.len() >= MOST_BEGUN || *weight + next > pace.light) {
                    break;
                }
                let Some(item) = items.next() else { break };
                if workers < jobs {
                    workers += 1;
                    let (tickets, work) = (&tickets, &work);
                    scope.spawn(move || {
                        loop {
                            let ticket = tickets.lock().unwrap_or_else(PoisonError::into_inner).recv();
                            let Ok((item, hand_in)) = ticket else { break };
                            work(item, &mut |result| hand_in.send(result).is_ok());
                        }
                    });
                }
                let (hand_in, results) = mpsc::sync_channel(AHEAD);
                // A failed send means that every worker is gone; the results then end by themselves.
                if give.send((item, hand_in)).is_err() {
                    break;
                }
                waiting.push_back((next, results));
                *weight += next;
            }
        };
        begin(&mut waiting, &mut weight);
        while let Some((weighs, results)) = waiting.pop_front() {
            loop {
                let came = match results.try_recv() {
                    Err(TryRecvError::Empty) => match results.recv_timeout(pace.patience) {
                        Err(RecvTimeoutError::Timeout) => {
                            idle()?;
                            results.recv().ok()
                        }
                        came => came.ok(),
                    },
                    came => came.ok(),
                };
                // The item is done, or its worker panicked, which the scope passes on.
                let Some(result) = came else { break };
                each(result)?;
            }
            weight -= weighs;
            // Many light ones are asked for at once: to wake a worker for each costs both of them their caches.
            if waiting.len() < jobs * 2 || weight <= pace.light / 2 {
                begin(&mut waiting, &mut weight);
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering::Relaxed;
    use std::time::Duration;

    use super::{Pace, in_order};
    use crate::error::{Error, Kind};

    fn pace<T>(jobs: usize) -> Pace<impl Fn(&T) -> u64> {
        Pace { jobs, weight: |_: &T| 3, light: 30, patience: Duration::from_micros(1) }
    }

    #[test]
    fn items_are_asked_for_when_they_are_needed() {
        let asked = AtomicUsize::new(0);
        let items = (0..1000).inspect(|_| {
            asked.fetch_add(1, Relaxed);
        });
        let mut given = 0;
        let each = |_| {
            given += 1;
            // Twice the jobs are begun, and one more is looked at.
            assert!(asked.load(Relaxed) <= given + 11 + 1, "{given}");
            Ok(())
        };
        assert!(in_order(items, &pace(3), |n, give| assert!(give(n)), each, || Ok(())).is_ok());
        assert_eq!((given, asked.into_inner()), (1000, 1000));
    }

    #[test]
    fn results_come_in_order_whatever_each_takes() {
        let items: Vec<u64> = (0..200).collect();
        for jobs in [1, 2, 7, 500] {
            let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
            let work = |n: u64, give: &mut dyn FnMut((u64, u64)) -> bool| {
                std::thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
                (0..n % 30).for_each(|_| assert!(give((n, n * 2))));
            };
            let (mut pauses, mut last) = (0, 0);
            let each = |(item, doubled): (u64, u64)| {
                assert_eq!(item * 2, doubled);
                last = last.max(item);
                assert_eq!(item, last);
                *seen.entry(item).or_default() += 1;
                Ok(())
            };
            let done = in_order(items.clone(), &pace(jobs), work, each, || {
                pauses += 1;
                Ok(())
            });
            assert!(pauses > 0);
            assert!(done.is_ok());
            let expected = items.iter().filter(|n| **n % 30 > 0).map(|n| (*n, n % 30)).collect();
            assert_eq!(seen, expected);
        }
    }

    #[test]
    fn an_error_of_the_receiver_ends_it() {
        let items: Vec<u64> = (0..200).collect();
        let mut seen = 0;
        let each = |n| {
            seen += 1;
            if n == 5 { Err(Error::new(Kind::Archive, "full")) } else { Ok(()) }
        };
        let done = in_order(items, &pace(3), |n, give| assert!(give(n) || n > 4), each, || Ok(()));
        assert!(done.is_err());
        assert_eq!(seen, 6);
    }

    #[test]
    fn no_items_is_no_work() {
        assert!(in_order([], &pace(4), |n: u8, give| assert!(give(n)), |_| Ok(()), || Ok(())).is_ok());
    }
}
