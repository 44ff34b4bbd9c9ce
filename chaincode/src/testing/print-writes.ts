import { runExamples } from './examples'
import { Ledger } from './ledger'

/**
 * Prints where it runs, as far as a clock, a time zone and a language say so, and then all that an example of every
 * transaction read, wrote, announced and answered, so that two processes can be compared.
 */
async function main(): Promise<void> {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const year = new Date().getFullYear()
  console.log(
    JSON.stringify({
      locale,
      timeZone,
      year,
      hour: new Date('2026-01-01T00:00:00Z').getHours(),
      sorted: ['ä', 'z', 'I', 'ı'].sort(byLocale),
    }),
  )
  console.log(JSON.stringify(await runExamples(new Ledger())))
}

function byLocale(one: string, other: string): number {
  return one.localeCompare(other)
}

void main()
