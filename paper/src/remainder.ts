import { joined } from './shown'
import type { Shown } from './shown'

/** What no box printed, below a place: a line for each, so that nothing of a dataset is lost on paper. */
export function remainder(shown: Shown, below: string): string {
  return joined(
    shown.left(below).map((at) => `${nameOf(at.slice(below.length))}: ${shown.text(at)}`),
    '\n',
  )
}

// `/containers/0/sizeType` is read as `Containers 1, size type`.
function nameOf(pointer: string): string {
  const words = pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? ` ${Number(step) + 1}` : `, ${wordsOf(step)}`))
    .join('')
    .replace(/^, /, '')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function wordsOf(step: string): string {
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
  return name.replace(/[a-z](?=[A-Z])/g, '$& ').toLowerCase()
}
