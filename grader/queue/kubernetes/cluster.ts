/** Where a Kubernetes cluster is, and as whom it is asked. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Cluster {
  /** The API server, as https://10.0.0.1:443. */
  url: string;
  namespace: string;
  /** Certificates of who may have signed the server's, as PEM. */
  ca?: string;
  /** The service account's token, read anew for each request: the cluster replaces it every hour. */
  token?: () => string;
}

/** Where each pod finds its service account. */
const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Reads where the cluster is: `kubernetes` in a pod of it, by the pod's service account; elsewhere `kubernetes+http://127.0.0.1:8001/NAMESPACE`,
 * the address of `kubectl proxy`, which is the user to the cluster.
 *
 * @throws {RangeError} In one sentence, if it is no such address or this is no pod.
 */
export function readCluster(
  text: string,
  { environment = process.env, account = accountFolder } = {},
): Cluster {
  if (text === "kubernetes") return ownCluster(environment, account);
  const address = text.startsWith("kubernetes+") ? text.slice("kubernetes+".length) : "";
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const [, namespace = ""] = /^\/([a-z0-9-]{1,63})\/?$/.exec(url?.pathname ?? "") ?? [];
  if (url && /^https?:$/.test(url.protocol) && namespace !== "") return { url: url.origin, namespace };
  throw new RangeError(
    `Cannot use the queue ${text}: in a pod of the cluster it is kubernetes, elsewhere it is like kubernetes+http://127.0.0.1:8001/course with kubectl proxy running`,
  );
}

function ownCluster(environment: NodeJS.ProcessEnv, account: string): Cluster {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = "443" } = environment;
  const read = (name: string) => readFileSync(join(account, name), "utf8").trim();
  if (!host || !existsSync(join(account, "token")))
    throw new RangeError(
      "Cannot use the queue kubernetes: this is no pod with a service account; elsewhere run kubectl proxy and give kubernetes+http://127.0.0.1:8001/NAMESPACE",
    );
  return {
    url: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    namespace: read("namespace"),
    ca: read("ca.crt"),
    token: () => read("token"),
  };
}
