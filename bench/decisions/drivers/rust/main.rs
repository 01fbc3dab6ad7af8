//! Decides requests with policy.wasm in wasmtime: see processes.ts for what it prints.
//! Times are of the processor, so that other work on the machine does not count.

use policy::{ALLOW, ASK, Policy};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

const SLICE: usize = 500;

fn nanoseconds() -> u64 {
    let mut now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the pointer is to a value of this frame.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut now) };
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

/// The effect of a code: 0 deny, 1 ask, 2 allow.
fn effect(code: i32) -> usize {
    match code {
        ASK => 1,
        ALLOW => 2,
        _ => 0,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("no folder is given")?;
    let mut policy = Policy::load(&std::fs::read(format!("{folder}/policy.wasm"))?)?;
    let mut requests: Vec<Value> = Vec::new();
    let mut expected: Vec<usize> = Vec::new();
    for line in std::fs::read_to_string(format!("{folder}/requests.tsv"))?.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        requests.push(json!({"agent": parts[0], "action": parts[1], "resource": parts[2]}));
        expected.push(parts[3].parse()?);
    }
    let mismatches = (0..requests.len())
        .filter(|&i| effect(policy.decide(&requests[i], false).0) != expected[i])
        .count();
    println!(r#"{{"checked":{},"mismatches":{mismatches}}}"#, requests.len());
    let mut at = 0;
    for line in std::io::stdin().lock().lines() {
        let limit = line?.parse::<u64>()? * 1_000_000;
        let (mut spent, mut decisions, mut wrong) = (0, 0, 0);
        while spent < limit {
            let start = nanoseconds();
            let mut sum = 0;
            for i in 0..SLICE {
                sum += effect(policy.decide(&requests[at + i], false).0) * (i + 1);
            }
            spent += nanoseconds() - start;
            let right: usize = (0..SLICE).map(|i| expected[at + i] * (i + 1)).sum();
            wrong += usize::from(sum != right);
            decisions += SLICE;
            at += SLICE;
            if at + SLICE > requests.len() {
                at = 0;
            }
        }
        println!(
            r#"{{"ns":{:.3},"decisions":{decisions},"wrong":{wrong}}}"#,
            spent as f64 / decisions as f64
        );
        std::io::stdout().flush()?;
    }
    Ok(())
}
