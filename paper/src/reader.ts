import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { CarrierProblem } from './carrier-problem'
import { PAPER_LIMITS } from './limits'
import type { ReaderAnswer, ReaderTask } from './reader-worker'

// Built code, also for tests: a worker runs what Node can run.
const WORKER = join(__dirname, '..', 'dist', 'reader-worker.js')

/** Reads a PDF or a picture apart from this thread, within bounds of time and memory. */
export function readApart(task: ReaderTask): Promise<ReaderAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: PAPER_LIMITS.memory, stackSizeMb: 4 },
      // Libraries must not write into the output of whoever uses this.
      stdout: true,
      stderr: true,
    })
    const deadline = setTimeout(() => {
      end(() => reject(new CarrierProblem('TOOK_TOO_LONG', 'To read it took too long, as no certificate does.')))
    }, PAPER_LIMITS.milliseconds)
    const end = (settle: () => void): void => {
      clearTimeout(deadline)
      void worker.terminate()
      settle()
    }
    worker.once('message', (answer: ReaderAnswer) => end(() => resolve(answer)))
    // Out of memory, or a fault inside a library.
    worker.once('error', () => end(() => resolve({ kind: 'unreadable' })))
    worker.once('exit', () => end(() => resolve({ kind: 'unreadable' })))
  })
}
