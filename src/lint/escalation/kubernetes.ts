/** Getting more rights in a Kubernetes cluster. */
import type { EscalationPath } from "./path.ts";

const practices = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/";
const rbac = "https://kubernetes.io/docs/reference/access-authn-authz/rbac/";

/** Where a kind stands in a name: below the cluster, or below a namespace. */
function kinds(names: string): readonly string[] {
  return [`{k8s,kubernetes}/{*,*/*,*/namespaces/*}/${names}{,/*}`];
}

const change = "{k8s,kubernetes}:{create,update,patch,apply,replace,edit}{,_*}";

export const kubernetesPaths: readonly EscalationPath[] = [
  {
    id: "kubernetes-role-binding",
    title: "a role bound in Kubernetes",
    steps: [{ actions: [change], resources: kinds("{rolebindings,clusterrolebindings}") }],
    source: practices,
  },
  {
    id: "kubernetes-role",
    title: "a changed role in Kubernetes",
    steps: [{ actions: [change], resources: kinds("{roles,clusterroles}") }],
    source: rbac,
  },
  {
    id: "kubernetes-bind",
    title: "the verb bind in Kubernetes",
    steps: [{ actions: ["{k8s,kubernetes}:bind"] }],
    source: practices,
  },
  {
    id: "kubernetes-escalate",
    title: "the verb escalate in Kubernetes",
    steps: [{ actions: ["{k8s,kubernetes}:escalate"] }],
    source: practices,
  },
  {
    id: "kubernetes-impersonate",
    title: "the verb impersonate in Kubernetes",
    steps: [{ actions: ["{k8s,kubernetes}:impersonate"] }],
    source: practices,
  },
  {
    id: "kubernetes-system-workload",
    title: "a workload in the namespace kube-system",
    steps: [
      {
        actions: [change],
        resources: [
          "{k8s,kubernetes}/*/{,namespaces/}kube-system/{pods,deployments,daemonsets,statefulsets,replicasets,jobs,cronjobs}{,/*}",
        ],
      },
    ],
    source: practices,
  },
  {
    id: "kubernetes-system-exec",
    title: "commands in a pod of the namespace kube-system",
    steps: [
      {
        actions: ["{k8s,kubernetes}:{exec,attach,portforward,port-forward}"],
        resources: ["{k8s,kubernetes}/*/{,namespaces/}kube-system/pods{,/*}"],
      },
    ],
    source: practices,
  },
  {
    id: "kubernetes-token-request",
    title: "a token of a service account",
    steps: [
      {
        actions: ["{k8s,kubernetes}:create"],
        resources: ["{k8s,kubernetes}/{*,*/*,*/namespaces/*}/serviceaccounts/{*/token,token}"],
      },
    ],
    source: practices,
  },
  {
    id: "kubernetes-create-token",
    title: "a token made for a service account",
    steps: [
      {
        actions: ["{k8s,kubernetes}:{create_token,create-token,request_token}"],
        resources: ["{k8s,kubernetes}/{*,*/*,*/namespaces/*}/serviceaccounts/*"],
      },
    ],
    source: practices,
  },
  {
    id: "kubernetes-webhook",
    title: "an admission webhook of one's own",
    steps: [
      {
        actions: [change],
        resources: kinds("{mutatingwebhookconfigurations,validatingwebhookconfigurations}"),
      },
    ],
    source: practices,
  },
  {
    id: "kubernetes-certificate",
    title: "a client certificate signed by the cluster",
    steps: [
      { actions: ["{k8s,kubernetes}:create"], resources: kinds("certificatesigningrequests") },
      { actions: ["{k8s,kubernetes}:{approve,sign}"], resources: kinds("certificatesigningrequests") },
    ],
    source: practices,
  },
  {
    id: "kubernetes-node-proxy",
    title: "the proxy of a node, past the audit log",
    steps: [
      {
        actions: ["{k8s,kubernetes}:proxy"],
        resources: ["{k8s,kubernetes}/*/{,cluster/}nodes/*"],
      },
    ],
    source: practices,
  },
  {
    id: "kubernetes-node-proxy-object",
    title: "the subresource proxy of a node, past the audit log",
    // Not `get`: who reads everything of a cluster rarely means this, and a gateway names it `proxy`.
    steps: [
      {
        actions: ["{k8s,kubernetes}:create"],
        resources: ["{k8s,kubernetes}/*/{,cluster/}nodes/*/proxy"],
      },
    ],
    source: practices,
  },
];
