//! Decides requests with policy.wasm. Only ASK and ALLOW are no deny; whatever goes wrong is one.

use serde_json::Value;
use wasmtime::{Engine, Instance, Memory, Module, Result, Store, TypedFunc, bail, error::Context};

pub const ASK: i32 = 4;
pub const ALLOW: i32 = 5;
const FIELDS: [&str; 5] = ["agent", "action", "resource", "context", "now"];

fn count(to: &mut Vec<u8>, value: usize) {
    to.extend((value as u32).to_le_bytes());
}

fn text(to: &mut Vec<u8>, value: &str) {
    count(to, value.len());
    to.extend(value.as_bytes());
}

fn encode(to: &mut Vec<u8>, value: &Value, request: bool) {
    match value {
        Value::Null => to.push(0),
        Value::Bool(v) => to.push(if *v { 2 } else { 1 }),
        Value::Number(v) => {
            to.push(3);
            to.extend(v.as_f64().unwrap_or(f64::NAN).to_le_bytes());
        }
        Value::String(v) => {
            to.push(4);
            text(to, v);
        }
        Value::Array(v) => {
            to.push(5);
            count(to, v.len());
            v.iter().for_each(|part| encode(to, part, false));
        }
        Value::Object(v) if request => {
            to.push(7);
            let mut parts = [None; 5];
            for (name, part) in v {
                if let Some(i) = FIELDS.iter().position(|field| field == name) {
                    parts[i] = Some(part);
                }
            }
            for part in parts {
                match part {
                    Some(part) => encode(to, part, false),
                    None => to.push(8),
                }
            }
        }
        Value::Object(v) => {
            to.push(6);
            count(to, v.len());
            for (name, part) in v {
                text(to, name);
                encode(to, part, false);
            }
        }
    }
}

pub struct Policy {
    store: Store<()>,
    memory: Memory,
    buffer: usize,
    capacity: usize,
    decide: TypedFunc<u32, i32>,
    decide_all: TypedFunc<u32, i32>,
    json: TypedFunc<(), u32>,
    output: TypedFunc<(), u32>,
}

impl Policy {
    /// Fails when the bytes are no sound policy.wasm.
    pub fn load(wasm: &[u8]) -> Result<Policy> {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &Module::new(&engine, wasm)?, &[])?;
        let mut constant = |name| {
            let global = instance
                .get_global(&mut store, name)
                .context("an export is missing")?;
            global
                .get(&mut store)
                .i32()
                .context("an export is of another type")
        };
        let version = constant("abi_version")?;
        let mut policy = Policy {
            buffer: constant("request")? as usize,
            capacity: constant("capacity")? as usize,
            memory: instance
                .get_memory(&mut store, "memory")
                .context("no memory is exported")?,
            decide: instance.get_typed_func(&mut store, "decide")?,
            decide_all: instance.get_typed_func(&mut store, "decide_all")?,
            json: instance.get_typed_func(&mut store, "json")?,
            output: instance.get_typed_func(&mut store, "output")?,
            store,
        };
        if version != 1 || policy.decide(&Value::Null, false).0 != 0 {
            bail!("policy.wasm is damaged, or has another interface");
        }
        Ok(policy)
    }

    /// The code of the decision and, when asked for, the decision as JSON text.
    pub fn decide(&mut self, request: &Value, explain: bool) -> (i32, String) {
        let mut encoded = Vec::with_capacity(512);
        encode(&mut encoded, request, true);
        self.run(false, &encoded, explain)
    }

    /// One decision about several requests.
    pub fn decide_all(&mut self, requests: &[Value], explain: bool) -> (i32, String) {
        let mut encoded = vec![5];
        count(&mut encoded, requests.len());
        requests
            .iter()
            .for_each(|request| encode(&mut encoded, request, true));
        self.run(true, &encoded, explain)
    }

    /// The same for what is encoded. A trap is a negative code.
    pub fn run(&mut self, all: bool, encoded: &[u8], explain: bool) -> (i32, String) {
        self.attempt(all, encoded, explain)
            .unwrap_or((-1, String::new()))
    }

    fn attempt(&mut self, all: bool, encoded: &[u8], explain: bool) -> Result<(i32, String)> {
        let length = encoded.len().min(self.capacity + 1);
        self.memory.write(
            &mut self.store,
            self.buffer,
            &encoded[..length.min(self.capacity)],
        )?;
        let entry = if all { &self.decide_all } else { &self.decide };
        let code = entry.call(&mut self.store, length as u32)?;
        if code < 0 || !explain {
            return Ok((code, String::new()));
        }
        let length = self.json.call(&mut self.store, ())? as usize;
        let start = self.output.call(&mut self.store, ())? as usize;
        let text = self
            .memory
            .data(&self.store)
            .get(start..start + length)
            .context("outside the memory")?;
        Ok((code, String::from_utf8(text.to_vec())?))
    }
}
