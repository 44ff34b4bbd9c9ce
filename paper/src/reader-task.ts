import { parentPort, workerData } from 'node:worker_threads'

/** What a reader is asked: bytes of a PDF or of a picture. */
export interface ReaderTask {
  readonly kind: 'pdf' | 'png' | 'jpeg'
  readonly bytes: Uint8Array
}

/** What a reader found; which of it is acceptable is judged outside. */
export type ReaderAnswer =
  | { readonly kind: 'attachments'; readonly documents: readonly Uint8Array[] }
  | { readonly kind: 'codes'; readonly texts: readonly string[] }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable' }

/** Answers what this thread was started for; what a library throws at damaged bytes means that they are unreadable. */
export async function answerWith(read: (task: ReaderTask) => Promise<ReaderAnswer>): Promise<void> {
  const answer = await read(workerData as ReaderTask).catch((): ReaderAnswer => ({ kind: 'unreadable' }))
  parentPort?.postMessage(answer)
}
