import type { RecordedRange } from './read-write-set'
import type { KeyValue, StateIterator } from './simulator'
import type { StateEntry } from './state'

interface RangeOptions {
  readonly endKey: string
  readonly pageSize?: number | undefined
  /** Where the results are recorded as read; absent: nowhere. */
  readonly range?: RecordedRange
}

/** Hands out a range's results and records each as it goes; what is not asked for was not read. */
export function rangeIterator(entries: Iterator<StateEntry, undefined>, options: RangeOptions): StateIterator {
  const { pageSize = Infinity, range, endKey } = options
  let count = 0
  let ahead: StateEntry | undefined
  let ended = false
  let closed = false

  function advance(): StateEntry | undefined {
    const { done, value } = entries.next()
    if (done !== true) return value
    ended = true
    return undefined
  }

  function end(): IteratorResult<KeyValue, undefined> {
    if (range !== undefined) {
      range.exhausted = true
      range.endKey = endKey
    }
    return { done: true, value: undefined }
  }

  return {
    next() {
      if (closed) return { done: true, value: undefined }
      if (ended || count >= pageSize) return end()
      const entry = advance()
      if (entry === undefined) return end()
      count++
      const key = Buffer.from(entry.key).toString()
      range?.reads.push({ key, version: entry.version })
      if (range !== undefined) range.endKey = key
      return { done: false, value: { key, value: entry.value } }
    },
    bookmark() {
      if (!ended) ahead ??= advance()
      return ahead === undefined ? '' : Buffer.from(ahead.key).toString()
    },
    close() {
      closed = true
    },
  }
}
