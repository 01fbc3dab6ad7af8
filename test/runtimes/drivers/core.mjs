/**
 * Decides the lines of a vector file and compares. Shared by all JavaScript hosts, nginx's njs
 * among them: hence ES5 but for the module.
 *
 * `policy` has `decide(request)` and `decideAll(requests)`, which give a decision or, as
 * `policy.wasm` does, its JSON text; and `decideEncoded(bytes)` where the host runs `encoded`.
 */
var shown = 5;

function emptyResult() {
  return { vectors: 0, disagreed: 0, disagreements: [], ns: 0 };
}

function bytesOf(hex) {
  var bytes = new Uint8Array(hex.length / 2);
  for (var i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** The lines of a file, or of a part of one that begins with line `first` (from 1). */
function read(set, kind, text, first) {
  var lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  var file = { set: set, kind: kind, first: first, texts: [], expected: [], requests: [] };
  for (var i = 0; i < lines.length; i++) {
    var tab = lines[i].indexOf("\t");
    var request = lines[i].slice(0, tab);
    file.texts.push(request);
    file.expected.push(lines[i].slice(tab + 1));
    file.requests.push(kind === "encoded" ? bytesOf(request) : JSON.parse(request));
  }
  return file;
}

/** What is timed. */
function decide(policy, file) {
  var decisions = [];
  var requests = file.requests;
  var i;
  if (file.kind === "lists") {
    for (i = 0; i < requests.length; i++) decisions.push(policy.decideAll(requests[i]));
  } else if (file.kind === "encoded") {
    for (i = 0; i < requests.length; i++) decisions.push(policy.decideEncoded(requests[i]));
  } else {
    for (i = 0; i < requests.length; i++) decisions.push(policy.decide(requests[i]));
  }
  return decisions;
}

/** What may come of bytes that encode nothing: a negative status, or an invalid request. */
function isRefusal(got) {
  return got === "invalid" || got.indexOf('{"effect":"deny","reason":"invalid_request"') === 0;
}

/** Adds the decisions to the result. */
function compare(result, file, decisions) {
  for (var i = 0; i < decisions.length; i++) {
    var got = typeof decisions[i] === "string" ? decisions[i] : JSON.stringify(decisions[i]);
    var expected = file.expected[i];
    result.vectors++;
    if (got === expected || (expected === "deny" && isRefusal(got))) continue;
    result.disagreed++;
    if (result.disagreements.length < shown) {
      result.disagreements.push({
        set: file.set,
        kind: file.kind,
        line: file.first + i,
        request: file.texts[i].slice(0, 2000),
        expected: expected.slice(0, 2000),
        got: String(got).slice(0, 2000),
      });
    }
  }
}

/** All of it. `clock()` gives nanoseconds. */
function check(result, policy, file, clock) {
  var before = clock();
  var decisions = decide(policy, file);
  result.ns += clock() - before;
  compare(result, file, decisions);
}

export default { emptyResult: emptyResult, read: read, decide: decide, compare: compare, check: check };
