import { printRegistration } from '@eco/domain'
import { Ledger } from './ledger'
import { ISSUER, aRegistration } from './samples'

/** Prints all that two transactions read, wrote, announced and answered, so that two processes can be compared. */
async function main(): Promise<void> {
  const ledger = await Ledger.open()
  const list = ['Z-1', 'a-2', 'I-3', 'i-4'].map((number) => aRegistration(number))
  const issued = await ledger.submit(ISSUER, 'issue', 'request-1', JSON.stringify(list.map(printRegistration)))
  const cancelled = await ledger.submit(
    ISSUER,
    'cancel',
    'request-2',
    JSON.stringify([{ certificate: list[0]?.id, reason: 'data-incorrect' }]),
  )
  console.log(JSON.stringify([issued, cancelled]))
}

void main()
