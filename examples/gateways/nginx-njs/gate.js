// The policy in nginx's njs, as the handler of a location: what is allowed goes on to the location `@upstream`.
import gateway from 'policy-gateway.js';
import policy from 'policy.njs.js';

function call(r) {
  return {
    agent: r.variables.policy_agent,
    method: r.variables.request_method,
    target: r.variables.request_uri,
    values: function (name) {
      return r.rawHeadersIn
        .filter(function (header) { return header[0].toLowerCase() === name; })
        .map(function (header) { return header[1]; });
    },
    now: Date.now(),
  };
}

function enforce(r, decide) {
  var answer = gateway.failure;
  try {
    answer = decide(call(r));
  } catch (error) {
    r.error('no decision: ' + error);
  }
  r.variables.policy_record = answer.record;
  answer.headers.forEach(function (header) { r.headersOut[header[0]] = header[1]; });
  if (answer.allowed === true) {
    r.internalRedirect('@upstream');
    return;
  }
  r.headersOut['content-type'] = 'application/json';
  r.return(403, answer.body);
}

// Names from method and URL, for an agent that nginx has authenticated.
function byUrl(r) {
  enforce(r, function (asked) { return gateway.byUrl(policy, r.variables.policy_origin, asked); });
}

// Names from the headers of an adapter that alone can reach this server.
function byHeaders(r) {
  enforce(r, function (asked) { return gateway.byHeaders(policy, asked); });
}

export default { byUrl: byUrl, byHeaders: byHeaders };
