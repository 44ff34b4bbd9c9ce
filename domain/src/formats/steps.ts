/** One step of a place: the name of a member, or a number in a list. */
export type Step = string | number

/** A place of one value: the steps that lead to it, from the root. */
export type Steps = readonly Step[]

/**
 * The steps of a pattern such as `/items/*\/invoice/0/number`: `*` stands for any number, `+` for the number one higher
 * than that which the other side of the row has, one digit for itself. Longer digits are names: the WCO has such.
 */
export function patternOf(text: string): Steps {
  return namesOf(text).map((step) => (/^\d$/.test(step) ? Number(step) : step))
}

/** The JSON Pointer (RFC 6901) of a place. */
export function pointerOf(steps: Steps): string {
  let pointer = ''
  for (const step of steps) pointer += `/${typeof step === 'string' && /[~/]/.test(step) ? escaped(step) : step}`
  return pointer
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The steps of a JSON Pointer into a dataset, where no member has a name of digits. */
export function stepsOf(pointer: string): Steps {
  return namesOf(pointer).map((step) => (/^(?:0|[1-9]\d{0,8})$/.test(step) ? Number(step) : step))
}

function namesOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The numbers that a place has where the pattern has `*` or `+`; undefined where it does not match. */
export function numbersIn(steps: Steps, pattern: Steps): readonly number[] | undefined {
  if (steps.length !== pattern.length) return undefined
  const numbers: number[] = []
  for (const [index, wanted] of pattern.entries()) {
    const step = steps[index]
    const number = typeof step === 'number' ? numberFor(step, wanted) : undefined
    if (number !== undefined) numbers.push(number)
    else if (step !== wanted) return undefined
  }
  return numbers
}

function numberFor(step: number, wanted: Step): number | undefined {
  if (wanted === '*') return step
  return wanted === '+' && step > 0 ? step - 1 : undefined
}

/** The place that a pattern names when these numbers stand in it. */
export function placed(pattern: Steps, numbers: readonly number[]): Steps {
  let used = 0
  return pattern.map((step) => {
    if (step === '*') return numbers[used++] ?? 0
    return step === '+' ? (numbers[used++] ?? 0) + 1 : step
  })
}

/** What all places of a pattern have in common: every number, `*` and `+` as `*`. Rows are found by it. */
export function shapeOf(steps: Steps): string {
  return pointerOf(steps.map(shapeOfStep))
}

function shapeOfStep(step: Step): Step {
  return typeof step === 'number' || step === '+' ? '*' : step
}
