import { spawn } from 'node:child_process'

/** Ends processes when this one is gone, however it went. */
export interface Watchdog {
  watch(pid: number): void
  forget(pid: number): void
  /** The watchdog goes home; what it still watched stays as it is. */
  close(): void
}

/**
 * A shell that holds the other end of a pipe. When the pipe breaks it asks every process that it watches to end, and
 * makes it end after ten seconds. Programs in Go have no channel to notice by themselves that their parent is gone.
 */
const SCRIPT = `
trap '' INT TERM HUP
pids=
while read -r verb pid; do
  case $verb in
    watch) pids="$pids $pid" ;;
    forget)
      rest=
      for known in $pids; do [ "$known" = "$pid" ] || rest="$rest $known"; done
      pids=$rest ;;
    close) exit 0 ;;
  esac
done
[ -n "$pids" ] && kill -TERM $pids 2>/dev/null
tries=0
while [ -n "$pids" ] && [ $tries -lt 100 ]; do
  alive=
  for known in $pids; do kill -0 "$known" 2>/dev/null && alive="$alive $known"; done
  pids=$alive
  tries=$((tries + 1))
  sleep 0.1
done
[ -n "$pids" ] && kill -KILL $pids 2>/dev/null
exit 0
`

export function startWatchdog(): Watchdog {
  // Its own process group: what ends ours (Ctrl-C, a closed terminal) must leave it alive.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  shell.unref()
  // A watchdog that was killed cannot be told anything; the processes are still watched by their parent.
  shell.stdin.on('error', () => undefined)
  const tell = (line: string): void => {
    if (shell.stdin.writable)
      shell.stdin.write(`${line}
`)
  }
  return {
    watch: (pid) => tell(`watch ${pid}`),
    forget: (pid) => tell(`forget ${pid}`),
    close: () => {
      tell('close')
      shell.stdin.end()
    },
  }
}
