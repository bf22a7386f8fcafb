import type { InstallSign } from '../install-sign.ts';

/** Signs that packages cannot be reached. What stands between here and the index comes before the index itself. */
export const NETWORK: readonly InstallSign[] = [
  {
    patterns: [
      '407 Proxy Authentication', 'Tunnel connection failed: 40[37]', 'proxy authori[sz]ation required',
      'unsuccessful tunnel', 'status (code|line).{0,20}\\b407\\b',
    ],
    code: 'PROXY_REFUSED',
    message: 'The proxy did not let the download through: it wants a user and a password, or forbids the address.',
    fixes: [
      "Name it with its user and password: ensureEnvironment(name, { proxy: 'http://user:password@host:port' }).",
      'Ask who runs it to let the package index through, or name one inside the network with index.',
    ],
  },
  {
    patterns: [
      'CERTIFICATE_VERIFY_FAILED', 'SSLCertVerificationError', 'self[- ]signed certificate',
      'unable to get local issuer certificate', 'invalid peer certificate', 'UnknownIssuer',
      'Could not find a suitable TLS CA certificate',
    ],
    code: 'CERTIFICATE_UNTRUSTED',
    message: 'The certificate of the package index is not trusted: often a firewall opens the encrypted connection.',
    fixes: [
      "Set PIP_CERT (and SSL_CERT_FILE for uv) to the file with your network's certificate.",
      'Check the clock of this machine: a certificate is valid for a time only.',
    ],
  },
  {
    patterns: [
      '\\b40[13] (Client )?Error', 'status code 40[13]', '\\b40[13] (Unauthorized|Forbidden)',
      'Credentials not correct',
    ],
    code: 'INDEX_REFUSED',
    message: 'The package index refused the request: it wants other credentials.',
    fixes: [
      "Name the index with its user and token: index: 'https://user:token@host/simple'.",
      'Check that the token is still valid.',
    ],
  },
  {
    patterns: [
      'NewConnectionError', 'ConnectTimeoutError', 'ConnectionError', 'NameResolutionError',
      'Temporary failure in name resolution', 'getaddrinfo failed', 'ProxyError', 'SSLError', 'Max retries exceeded',
      'Read ?Timed? ?out', 'Network is unreachable', 'Connection (was )?reset', 'error sending request', 'dns error',
      'tcp connect error', 'operation timed out', 'IncompleteRead', '\\b(429|50[0234]) (Client |Server )?Error',
    ],
    code: 'NETWORK_UNREACHABLE',
    message: 'The package index could not be reached, so the Python packages could not be installed.',
    fixes: [
      'Check the connection and the settings (HTTPS_PROXY, PIP_INDEX_URL, PIP_CERT), then try again.',
      'Without a network: fetch the wheels elsewhere (pip download) and name their folder with wheels.',
    ],
    retryable: true,
  },
];
