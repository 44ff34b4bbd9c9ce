import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { CarrierProblem } from './carrier-problem'
import { PAPER_LIMITS } from './limits'
import type { ReaderAnswer, ReaderTask } from './reader-task'

// Built code, also for tests: a worker runs what Node can run. One for each kind, so that it loads one library.
const BUILT = join(__dirname, '..', 'dist')
const WORKERS = { pdf: 'pdf-worker.js', png: 'picture-worker.js', jpeg: 'picture-worker.js' } as const
const WATCH_EVERY = 20

let running = 0
const waiting: (() => void)[] = []

/** Reads a PDF or a picture apart from this thread, within bounds of time and memory, so many at once as the limits say. */
export async function readApart(task: ReaderTask): Promise<ReaderAnswer> {
  if (running >= PAPER_LIMITS.readers) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await readOne(task)
  } finally {
    // Whoever waits first takes the place.
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

function readOne(task: ReaderTask): Promise<ReaderAnswer> {
  const memory = task.kind === 'pdf' ? PAPER_LIMITS.pdfMemory : PAPER_LIMITS.pictureMemory
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(BUILT, WORKERS[task.kind]), {
      workerData: task,
      // Nothing of what this process was told in confidence is for libraries that read hostile bytes.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memory, stackSizeMb: 4 },
      // Libraries must not write into the output of whoever uses this.
      stdout: true,
      stderr: true,
    })
    const deadline = setTimeout(() => {
      end(() => {
        reject(new CarrierProblem('TOOK_TOO_LONG', 'To read it took too long, as no certificate does.'))
      })
    }, PAPER_LIMITS.milliseconds)
    const watch = setInterval(() => {
      void buffersOf(worker).then((bytes) => {
        if (bytes > memory * 1024 * 1024) end(() => resolve({ kind: 'too-large' }))
      })
    }, WATCH_EVERY)
    const end = (settle: () => void): void => {
      clearTimeout(deadline)
      clearInterval(watch)
      settle()
      void worker.terminate()
    }
    worker.once('message', (answer: ReaderAnswer) => end(() => resolve(answer)))
    worker.once('error', (fault: unknown) => {
      const answer = answerOf(fault)
      end(() => {
        if (answer === undefined) reject(new Error('the reader could not be started', { cause: fault }))
        else resolve(answer)
      })
    })
    worker.once('exit', () => end(() => resolve({ kind: 'unreadable' })))
  })
}

// What it says of what was to be read that its reader broke down; nothing, if the reader is not built or not installed.
function answerOf(fault: unknown): ReaderAnswer | undefined {
  const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
  if (code === 'MODULE_NOT_FOUND') return undefined
  return { kind: code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-large' : 'unreadable' }
}

// The limits of a worker do not count its buffers, into which packed files unfold. Node 20 cannot be asked for them while
// the worker is busy; there the deadline alone bounds it.
async function buffersOf(worker: Partial<Pick<Worker, 'getHeapStatistics'>>): Promise<number> {
  try {
    return (await worker.getHeapStatistics?.())?.external_memory ?? 0
  } catch {
    // It has ended meanwhile.
    return 0
  }
}
