// Decides one request: decide AGENT ACTION RESOURCE. Exits with 0 only when it is allowed.
#include <stdio.h>
#include "policy.h"

int main(int count, char **arguments) {
  static Policy policy;
  if (count != 4 || policy_load(&policy) != 0) return 1;
  policy_tag(&policy, POLICY_REQUEST);
  for (int i = 1; i < 4; i++) policy_string(&policy, arguments[i], strlen(arguments[i]));
  policy_tag(&policy, POLICY_ABSENT); // no context
  policy_tag(&policy, POLICY_ABSENT); // no now
  int32_t code = policy_decide(&policy, 0);
  uint32_t length = 0;
  const char *decision = policy_json(&policy, &length);
  printf("%.*s\n", (int)length, decision == NULL ? "" : decision);
  return code == POLICY_ALLOW && decision != NULL ? 0 : 1;
}
