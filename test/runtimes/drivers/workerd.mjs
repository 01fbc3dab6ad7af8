/** The driver of workerd: `POST /SET/KIND?first=LINE` with lines of a vector file. */
import core from "core.mjs";
import policies from "policies.mjs";

/** The clock stands still while a Worker computes; it goes on with input and output. */
async function clock() {
  await scheduler.wait(1);
  return Date.now() * 1e6;
}

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const [, set, kind] = url.pathname.split("/");
    const file = core.read(set, kind, await request.text(), Number(url.searchParams.get("first")));
    const result = core.emptyResult();
    const before = await clock();
    const decisions = core.decide(policies[set], file);
    result.ns = Math.max(0, (await clock()) - before - 1e6);
    core.compare(result, file, decisions);
    return Response.json(result);
  },
};
