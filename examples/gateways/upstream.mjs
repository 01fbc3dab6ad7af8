// What the gateways of these examples stand before: tells what reached it. node upstream.mjs [PORT]
import { createServer } from "node:http";

createServer((request, response) => {
  const agent = request.headers["x-policy-agent"] ?? "nobody";
  response.end(`${request.method} ${request.url} for ${agent}\n`);
}).listen(Number(process.argv[2] ?? 9000), "127.0.0.1");
