//! Decides one request: decide FILE AGENT ACTION RESOURCE. Exits with 0 only when it is allowed.

use policy::{ALLOW, Policy};
use serde_json::json;
use std::{env, error::Error, fs, process::ExitCode};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let args: Vec<String> = env::args().collect();
    let mut policy = Policy::load(&fs::read(&args[1])?)?;
    let request = json!({ "agent": args[2], "action": args[3], "resource": args[4] });
    let (code, decision) = policy.decide(&request, true);
    println!("{decision}");
    Ok(if code == ALLOW {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
