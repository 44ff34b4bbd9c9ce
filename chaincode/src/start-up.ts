import './log-level'

// fabric-shim, once loaded, logs what nobody catches and lets the process live on: without this, a program that fails
// while it is loaded would stay there for ever and serve nothing.
process.on('uncaughtException', failStart)

// The shim calls a method that its gRPC library has deprecated; whoever runs this cannot change that. Read-only under
// --no-deprecation.
if (process.noDeprecation !== true) process.noDeprecation = true

/** Ends the process with the one sentence that says why. */
export function failStart(error: unknown): never {
  console.error(`The chaincode cannot start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

/** From here on a fault in one peer's stream is logged and does not end the service of the others. */
export function hasStarted(): void {
  process.off('uncaughtException', failStart)
}
