import { runDoctor } from './doctor/command'

runDoctor(process.argv.slice(2), (text) => console.log(text)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  },
)
