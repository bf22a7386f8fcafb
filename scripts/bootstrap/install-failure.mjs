/** One sentence for the output of an installation that failed; `undefined` when its reason is not a known one. */
export function installFailure(output) {
  if (/ENOSPC|no space left/i.test(output)) return 'The disk is full: free some gigabytes and try again.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(output)) {
    return 'There is no network, or the package registry cannot be reached: check connection and proxy, and try again.';
  }
  if (/SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_/.test(output)) {
    return "Node does not trust the registry's certificate: set NODE_EXTRA_CA_CERTS to the authority of your network.";
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return 'The packages could not be written: check the permissions of this folder and of the npm cache.';
  }
  return undefined;
}
