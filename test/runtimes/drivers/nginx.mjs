/** The driver of nginx's njs, for one set: `policy.njs.js` stands in a folder of `js_path`. */
import core from "core.mjs";
import policy from "policy.njs.js";

function nanoseconds() {
  return Date.now() * 1e6;
}

function content(r) {
  var path = r.uri.split("/");
  var result = core.emptyResult();
  core.check(result, policy, core.read(path[1], path[2], r.requestText, Number(r.args.first)), nanoseconds);
  r.headersOut["Content-Type"] = "application/json";
  r.return(200, JSON.stringify(result));
}

export default { content: content };
