/** Runs a command of the terminal: its exit code is the number that it answers, else 0, or 1 when it fails with a sentence. */
export function runCommand(command: (args: readonly string[]) => Promise<unknown>): void {
  command(process.argv.slice(2)).then(
    (answer) => (process.exitCode = typeof answer === 'number' ? answer : 0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error))
      process.exitCode = 1
    },
  )
}
