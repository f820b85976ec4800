//! Work on many items at once, results in order: many workers, one receiver.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, TryRecvError};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::error::Result;

/// Runs `work` over all items in `jobs` threads and hands each result to `each` in the order of
/// the items, on the calling thread. At most two items for each worker are begun and not handed
/// over, so a slow item or a slow receiver holds the others back and memory stays bounded.
/// `idle` is called whenever there is nothing to hand over for the moment.
///
/// # Errors
/// The first error of `each` or `idle`; items not begun by then are left alone.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(&T, R) -> Result<()>,
    mut idle: impl FnMut() -> Result<()>,
) -> Result<()> {
    let jobs = jobs.clamp(1, items.len().max(1));
    let (give, tickets) = mpsc::channel::<usize>();
    let tickets = Mutex::new(tickets);
    let (hand_in, results) = mpsc::channel::<(usize, R)>();
    thread::scope(|scope| {
        // Moved in, so that leaving early (or a panic of `each`) closes the channel and frees the workers.
        let give = give;
        for _ in 0..jobs {
            let hand_in = hand_in.clone();
            let (tickets, work) = (&tickets, &work);
            scope.spawn(move || {
                loop {
                    let ticket = tickets.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(at) = ticket else { break };
                    if hand_in.send((at, work(&items[at]))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(hand_in);
        let mut begun = 0;
        let begin = |begun: &mut usize| {
            // A failed send means that every worker is gone; `results` then ends by itself.
            if *begun < items.len() && give.send(*begun).is_ok() {
                *begun += 1;
            }
        };
        for _ in 0..jobs * 2 {
            begin(&mut begun);
        }
        let mut early: BTreeMap<usize, R> = BTreeMap::new();
        for (next, item) in items.iter().enumerate() {
            let result = loop {
                if let Some(result) = early.remove(&next) {
                    break result;
                }
                let came = match results.try_recv() {
                    Err(TryRecvError::Empty) => {
                        idle()?;
                        results.recv().ok()
                    }
                    came => came.ok(),
                };
                // No worker is left only where one panicked, which the scope passes on.
                let Some((at, result)) = came else { return Ok(()) };
                early.insert(at, result);
            };
            each(item, result)?;
            begin(&mut begun);
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use crate::error::{Error, Kind};

    #[test]
    fn results_come_in_order_whatever_each_takes() {
        let items: Vec<u64> = (0..200).collect();
        for jobs in [1, 2, 7, 500] {
            let mut seen = Vec::new();
            let work = |n: &u64| {
                std::thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
                n * 2
            };
            let mut pauses = 0;
            let each = |item: &u64, doubled| {
                assert_eq!(item * 2, doubled);
                seen.push(*item);
                Ok(())
            };
            let done = in_order(&items, jobs, work, each, || {
                pauses += 1;
                Ok(())
            });
            assert!(pauses > 0);
            assert!(done.is_ok());
            assert_eq!(seen, items);
        }
    }

    #[test]
    fn an_error_of_the_receiver_ends_it() {
        let items: Vec<u64> = (0..200).collect();
        let mut seen = 0;
        let each = |_: &u64, n| {
            seen += 1;
            if n == 5 { Err(Error::new(Kind::Archive, "full")) } else { Ok(()) }
        };
        let done = in_order(&items, 3, |n| *n, each, || Ok(()));
        assert!(done.is_err());
        assert_eq!(seen, 6);
    }

    #[test]
    fn no_items_is_no_work() {
        assert!(in_order(&[], 4, |n: &u8| *n, |_, _| Ok(()), || Ok(())).is_ok());
    }
}
