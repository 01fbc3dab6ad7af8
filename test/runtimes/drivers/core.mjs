/**
 * Decides the lines of a vector file and compares. Shared by all JavaScript hosts, nginx's njs
 * among them: hence ES5 but for the module.
 *
 * `policy` has `decide(request)` and `decideAll(requests)`, which give a decision or, as
 * `policy.wasm` does, its JSON text; and `decideEncoded(bytes)` where the host runs `encoded`.
 * `clock()` gives nanoseconds; without a clock it gives `null`.
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

/** What may come of bytes that encode nothing: a negative status, or an invalid request. */
function isRefusal(got) {
  return got === "invalid" || got.indexOf('{"effect":"deny","reason":"invalid_request"') === 0;
}

/** Adds the lines of one file to the result. `first` is the number of the first line, from 1. */
function check(result, policy, set, kind, text, first, clock) {
  var lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  var texts = [];
  var expected = [];
  var requests = [];
  var i;
  for (i = 0; i < lines.length; i++) {
    var tab = lines[i].indexOf("\t");
    texts.push(lines[i].slice(0, tab));
    expected.push(lines[i].slice(tab + 1));
    requests.push(kind === "encoded" ? bytesOf(texts[i]) : JSON.parse(texts[i]));
  }
  var decisions = [];
  var before = clock();
  for (i = 0; i < requests.length; i++) {
    decisions.push(
      kind === "lists"
        ? policy.decideAll(requests[i])
        : kind === "encoded"
          ? policy.decideEncoded(requests[i])
          : policy.decide(requests[i]),
    );
  }
  var after = clock();
  result.ns = before === null || result.ns === null ? null : result.ns + (after - before);
  for (i = 0; i < decisions.length; i++) {
    var got = typeof decisions[i] === "string" ? decisions[i] : JSON.stringify(decisions[i]);
    result.vectors++;
    if (got === expected[i] || (expected[i] === "deny" && isRefusal(got))) continue;
    result.disagreed++;
    if (result.disagreements.length < shown) {
      result.disagreements.push({
        set: set,
        kind: kind,
        line: first + i,
        request: texts[i].slice(0, 2000),
        expected: expected[i].slice(0, 2000),
        got: String(got).slice(0, 2000),
      });
    }
  }
  return result;
}

export default { check: check, emptyResult: emptyResult };
