// From an HTTP call to a policy request, and from the decision to an answer.
// The same for every JavaScript gateway, nginx's njs included; policy_gateway.lua is the same for Lua.
// What cannot be named exactly gets the empty name, which every policy denies as `invalid_request`.

// Headers by which some web frameworks let a caller replace the method or the path that was decided, or leave HTTP.
var refused = [
  'upgrade', 'x-http-method', 'x-http-method-override', 'x-method-override', 'x-original-url', 'x-rewrite-url',
];

// Headers that conditions may read, and the attribute each becomes.
var attributes = { 'x-change-ticket': 'change_ticket' };

// The one value of a header; null when it is absent, false when it is not one plain text. HTTP lets every hop join
// two headers by a comma, so a comma is refused too.
function only(values) {
  if (values.length === 0) return null;
  var value = values[0];
  if (values.length > 1 || value.length > 4096) return false;
  return /^[ -+\--~]+$/.test(value) ? value : false;
}

function unescape(whole, digits) {
  if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return '\0';
  var char = String.fromCharCode(parseInt(digits, 16));
  // An encoded separator, a second encoding, and what servers read differently.
  return '/\\%;?#'.indexOf(char) === -1 ? char : '\0';
}

// The name of a URL's path, decoded once; null when two servers could read the path differently.
function pathName(target) {
  var query = target.indexOf('?');
  var path = query === -1 ? target : target.slice(0, query);
  if (!/^\/[A-Za-z0-9\-._~!$&'()*+,=:@\/%]*$/.test(path)) return null;
  var name = path.replace(/%(.?.?)/g, unescape);
  return /^[ -~]*$/.test(name) ? name.replace(/\/$/, '') : null;
}

// call = {
//   agent:  who calls, as authenticated by the gateway, or undefined (names from the URL only)
//   method, target: as in the request line, undecoded (names from the URL only)
//   values: function(name) → list of the values of a header (name in lower case)
//   now:    milliseconds since 1970
// }
// Each of the two functions returns {request, unmapped}: which part of the call could not be named, or null.

function requestOf(call, nameIt) {
  var unmapped = null;
  function named(part, value) {
    if (typeof value === 'string' && value !== '') return value;
    unmapped = unmapped || part;
    return '';
  }

  var request = { context: {}, now: call.now };
  nameIt(request, named);
  Object.keys(attributes).forEach(function (header) {
    var value = only(call.values(header));
    if (value === false) request.resource = named('header');
    else if (value !== null) request.context[attributes[header]] = value;
  });
  refused.forEach(function (header) {
    if (call.values(header).length > 0) request.resource = named('header');
  });
  return { request: request, unmapped: unmapped };
}

// Names from method and URL. origin = 'https://api.example.com': where the calls go, whatever the Host header says.
function requestByUrl(origin, call) {
  if (!/^https?:\/\/[^\/]+$/.test(origin)) throw new Error('the origin is no scheme and host');
  return requestOf(call, function (request, named) {
    var known = typeof call.agent === 'string' && only(call.values('authorization')) !== false;
    request.agent = named('agent', known && only([call.agent]));
    var method = /^[A-Z][A-Z-]*$/.test(call.method) && call.method !== 'CONNECT';
    request.action = named('method', method && 'https:' + call.method.toLowerCase());
    var path = pathName(call.target);
    request.resource = named('path', path !== null && origin + path);
  });
}

// Names from the headers of a trusted adapter.
function requestByHeaders(call) {
  return requestOf(call, function (request, named) {
    request.agent = named('agent', only(call.values('x-policy-agent')));
    request.action = named('action', only(call.values('x-policy-action')));
    request.resource = named('resource', only(call.values('x-policy-resource')));
  });
}

// Texts of the policy as a header value: at most about 1,000 bytes, then how many more there are.
function listed(texts) {
  var parts = [];
  var size = 0;
  for (var i = 0; i < texts.length; i++) {
    var part = encodeURIComponent(texts[i]).replace(/%(?:2F|40|3A|23)/g, decodeURIComponent);
    part = part.replace(/[!'()*]/g, function (char) {
      return '%' + char.charCodeAt(0).toString(16).toUpperCase();
    });
    size += part.length + 1;
    if (size > 1000) {
      parts.push('+' + (texts.length - i));
      break;
    }
    parts.push(part);
  }
  return parts.join(' ');
}

// What a gateway answers when it could not decide.
var failure = {
  allowed: false,
  headers: [['x-policy-decision', 'deny'], ['x-policy-reason', 'no_decision']],
  body: '{"effect":"deny","reason":"no_decision"}',
  record: '-',
};

function answerTo(policy, mapped) {
  var decision = policy.decide(mapped.request);
  var ids = decision.statements.map(function (statement) { return statement.id; });
  var headers = [
    ['x-policy-decision', listed([decision.effect])],
    ['x-policy-reason', listed([decision.reason])],
    ['x-policy-statements', listed(ids)],
    ['x-policy-notify', listed(decision.notify)],
    ['x-policy-revision', listed([decision.revision])],
  ];
  if (mapped.unmapped !== null) headers.push(['x-policy-unmapped', mapped.unmapped]);
  var request = mapped.request;
  var asked = { agent: request.agent, action: request.action, resource: request.resource, decision: decision };
  return {
    allowed: decision.effect === 'allow' && mapped.unmapped === null,
    agent: request.agent,
    headers: headers,
    body: JSON.stringify(decision),
    record: JSON.stringify(asked),
  };
}

// answer = {
//   allowed: true: pass the call on; anything else: answer 403 with `headers` and `body` (JSON)
//   agent:   who was decided for, when allowed
//   headers: list of [name, value], also for the answer to a call that was passed on
//   record:  what was asked and decided, as JSON on one line, for the log
// }
// The two never throw: what fails is not allowed.

function safely(work) {
  try {
    return work();
  } catch (error) {
    return failure;
  }
}

function byUrl(policy, origin, call) {
  return safely(function () { return answerTo(policy, requestByUrl(origin, call)); });
}

function byHeaders(policy, call) {
  return safely(function () { return answerTo(policy, requestByHeaders(call)); });
}

export default {
  byUrl: byUrl,
  byHeaders: byHeaders,
  failure: failure,
  requestByUrl: requestByUrl,
  requestByHeaders: requestByHeaders,
};
