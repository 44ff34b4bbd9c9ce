const LONGEST = 40

/** The known name that differs from a given one only by case or by one or two letters: what a misspelling meant. */
export function meantName(given: string, known: readonly string[]): string | undefined {
  if (given.length > LONGEST) return undefined
  const lower = given.toLowerCase()
  return known.find((name) => name.toLowerCase() === lower) ?? known.find((name) => isNear(lower, name.toLowerCase()))
}

// Short names differ from each other by two letters too easily.
function isNear(one: string, other: string): boolean {
  return other.length > 4 && distance(one, other) <= (other.length > 7 ? 2 : 1)
}

// Levenshtein, row by row.
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1]
    for (const [index, match] of Array.from(other).entries()) {
      const replaced = (row[index] ?? 0) + (letter === match ? 0 : 1)
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
