//! The driver of Rust: FOLDER…, or --bench FOLDER, or --one FILE REQUEST.

use policy::Policy;
use serde_json::{Value, json};
use std::{env, fs, path::Path, time::Instant};

const REFUSED: &str = r#"{"effect":"deny","reason":"invalid_request""#;

enum Request {
    One(Value),
    List(Vec<Value>),
    Encoded(Vec<u8>),
}

struct Line {
    text: String,
    expected: String,
    request: Request,
}

impl Line {
    fn decide(&self, policy: &mut Policy, explain: bool) -> (i32, String) {
        match &self.request {
            Request::One(value) => policy.decide(value, explain),
            Request::List(values) => policy.decide_all(values, explain),
            Request::Encoded(bytes) => policy.run(false, bytes, explain),
        }
    }
}

fn read(kind: &str, text: &str) -> Request {
    if kind == "encoded" {
        let digits = text.trim_start_matches('-').as_bytes();
        let byte =
            |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        return Request::Encoded(digits.chunks(2).map(byte).collect());
    }
    match serde_json::from_str(text).expect(text) {
        Value::Array(values) if kind == "lists" => Request::List(values),
        _ if kind == "lists" => Request::List(Vec::new()),
        value => Request::One(value),
    }
}

fn lines_of(folder: &str, kind: &str) -> Vec<Line> {
    let file = if kind == "encoded" {
        "encoded.tsv".into()
    } else {
        format!("{kind}.jsonl")
    };
    let text = fs::read_to_string(Path::new(folder).join(file)).unwrap();
    let line = |line: &str| {
        let (text, expected) = line.split_once('\t').unwrap();
        Line {
            text: text.into(),
            expected: expected.into(),
            request: read(kind, text),
        }
    };
    text.split_terminator('\n').map(line).collect()
}

fn load(folder: &str) -> Policy {
    Policy::load(&fs::read(Path::new(folder).join("policy.wasm")).unwrap()).unwrap()
}

fn cut(text: &str) -> String {
    text.chars().take(2000).collect()
}

fn run(folders: &[String]) -> Value {
    let (mut vectors, mut disagreed, mut ns, mut disagreements) = (0, 0, 0, Vec::new());
    for folder in folders {
        let mut policy = load(folder);
        for kind in ["vectors", "lists", "encoded"] {
            let lines = lines_of(folder, kind);
            let before = Instant::now();
            let answers: Vec<_> = lines
                .iter()
                .map(|line| line.decide(&mut policy, true))
                .collect();
            ns += before.elapsed().as_nanos() as u64;
            for (i, (line, (code, got))) in lines.iter().zip(answers).enumerate() {
                vectors += 1;
                let closed = line.expected == "deny" && (code < 0 || got.starts_with(REFUSED));
                if got == line.expected || closed {
                    continue;
                }
                disagreed += 1;
                if disagreements.len() < 5 {
                    disagreements.push(json!({
                        "set": Path::new(folder).file_name().unwrap().to_str(), "kind": kind, "line": i + 1,
                        "request": cut(&line.text), "expected": cut(&line.expected), "got": cut(&format!("{code} {got}")),
                    }));
                }
            }
        }
    }
    json!({ "vectors": vectors, "disagreed": disagreed, "disagreements": disagreements, "ns": ns })
}

/// The least mean of a thousand decisions, in nanoseconds.
fn time_of(lines: &[Line], policy: &mut Policy, explain: bool) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..50 {
        for some in lines.chunks_exact(lines.len().min(1000)) {
            let before = Instant::now();
            for line in some {
                std::hint::black_box(line.decide(policy, explain));
            }
            best = best.min(before.elapsed().as_nanos() as f64 / some.len() as f64);
        }
    }
    best
}

fn bench(folder: &str) -> Value {
    let mut policy = load(folder);
    let (requests, encoded) = (lines_of(folder, "vectors"), lines_of(folder, "encoded"));
    json!({
        "encoded": time_of(&encoded, &mut policy, false),
        "decide": time_of(&requests, &mut policy, false),
        "explain": time_of(&requests, &mut policy, true),
    })
}

fn one(path: &str, request: &str) -> Value {
    let Ok(mut policy) = Policy::load(&fs::read(path).unwrap()) else {
        return json!({ "loaded": false });
    };
    let (code, text) = policy.decide(&serde_json::from_str(request).unwrap(), true);
    json!({ "loaded": true, "code": code, "json": text })
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let result = match args[0].as_str() {
        "--bench" => bench(&args[1]),
        "--one" => one(&args[1], &args[2]),
        _ => run(&args),
    };
    println!("{result}");
}
