import { runAudit } from './audit/command'

// gRPC names the peer in the TLS handshake even where that is an address, which Node says it will stop doing.
process.noDeprecation = true

const ended = new AbortController()
// A second Ctrl-C ends it at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort())

void runAudit(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  note: (line) => process.stderr.write(`${line}\n`),
  signal: ended.signal,
}).then((code) => (process.exitCode = code))
