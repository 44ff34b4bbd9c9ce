import { CONTRACT_NAME, TRANSACTIONS, eventOf, runTransaction } from '@eco/domain'
import type { TransactionSpec } from '@eco/domain'
import { Contract, Info, Param, Returns, Transaction } from 'fabric-contract-api'
import { RegisterContext } from './register.context'

/** The shared register. Its transactions are those of the domain's table, one method each: text in, one JSON text out. */
@Info({ title: 'Register of electronic certificates of origin', version: '1', license: { name: 'Apache-2.0' } })
export class RegisterContract extends Contract {
  constructor() {
    super(CONTRACT_NAME)
  }

  override createContext(): RegisterContext {
    return new RegisterContext()
  }
}

type Method = (ctx: RegisterContext, ...args: readonly string[]) => Promise<string>

function methodOf(name: string, spec: TransactionSpec): Method {
  return async (ctx, ...args) => {
    const result = await runTransaction(name, spec, args, ctx.input)
    const event = eventOf(name, result)
    if (event !== undefined) ctx.stub.setEvent(event.name, Buffer.from(event.payload))
    return result.answer
  }
}

for (const [name, spec] of Object.entries<TransactionSpec>(TRANSACTIONS)) {
  const target = RegisterContract.prototype
  Object.defineProperty(target, name, { value: methodOf(name, spec) })
  Transaction(spec.writes)(target, name)
  for (const argument of spec.arguments) Param(argument, 'string')(target, name)
  Returns('string')(target, name)
}
