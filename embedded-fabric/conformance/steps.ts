import { checkpointers } from '@hyperledger/fabric-gateway'
import type { Proposal } from '@hyperledger/fabric-gateway'
import { gateway, common } from '@hyperledger/fabric-protos'
import type { peer } from '@hyperledger/fabric-protos'
import { shortened } from './observed'
import { PATHS } from './raw/connection'
import { buildProposal } from './raw/proposal'
import { buildEnvelope, buildTransaction } from './raw/transaction'
import { describeRefusal } from './refusal'
import type { ScenarioRun } from './run'
import type { Call, Collect, Endorse, Evaluate, Events, Json, Order, Step, Submit } from './scenario'
import { processProposal } from './stage'

const EVENTS_MS = 20_000

/** Performs a step; what it showed. */
export function perform(run: ScenarioRun, step: Step): Promise<Json> {
  switch (step.step) {
    case 'submit':
      return submit(run, step)
    case 'evaluate':
      return evaluate(run, step)
    case 'endorse':
      return endorse(run, step)
    case 'collect':
      return collect(run, step)
    case 'order':
      return order(run, step)
    case 'events':
      return readEvents(run, step)
    case 'act':
      return orRefusal(() => step.act(run))
  }
}

/** A result, or what was refused. */
export async function orRefusal(work: () => Promise<Json>): Promise<Json> {
  try {
    return await work()
  } catch (error) {
    return { refused: describeRefusal(error) }
  }
}

/** The function and arguments that are sent. */
function invocationOf(run: ScenarioRun, call: Call): { readonly name: string; readonly args: readonly string[] } {
  if (call.args !== undefined) {
    const [name = '', ...args] = call.args.map((arg) => run.own(arg))
    return { name, args }
  }
  const operations = (call.run ?? []).map((operation) => operation.map((part) => run.own(part)))
  return { name: 'all', args: [JSON.stringify(operations)] }
}

function transientOf(run: ScenarioRun, { transient }: Call): Record<string, string> | undefined {
  if (transient === undefined) return undefined
  return Object.fromEntries(Object.entries(transient).map(([name, value]) => [name, run.own(value)]))
}

async function propose(run: ScenarioRun, call: Call, name: string): Promise<Proposal> {
  const { as = 'Org1MSP', at = as, chaincode = 'any', channel = run.channelId, endorsing } = call
  const invocation = invocationOf(run, call)
  const transientData = transientOf(run, call)
  const contract = (await run.gateway(as, at)).getNetwork(channel).getContract(chaincode)
  const proposal = contract.newProposal(invocation.name, {
    arguments: [...invocation.args],
    ...(transientData !== undefined && { transientData }),
    ...(endorsing !== undefined && { endorsingOrganizations: [...endorsing] }),
  })
  run.remember(name, proposal.getTransactionId())
  return proposal
}

/** The contract's answer as people read it. */
function readable(bytes: Uint8Array): Json {
  const text = Buffer.from(bytes).toString()
  try {
    return JSON.parse(text) as Json
  } catch {
    return shortened(text)
  }
}

async function submit(run: ScenarioRun, step: Submit): Promise<Json> {
  const name = step.name ?? run.nextName()
  const seen = await orRefusal(async () => {
    const proposal = await propose(run, step, name)
    const transaction = await proposal.endorse()
    const txId = transaction.getTransactionId()
    await run.order({ txId, submit: () => transaction.submit() })
    return { result: readable(transaction.getResult()), ...(await run.settled(txId)) }
  })
  return step.chance === true ? withoutChoice(seen) : seen
}

/** A transcript's entry in which no peer is named by its organisation. */
function withoutChoice(json: Json): Json {
  const text = JSON.stringify(json, (name, value: unknown) => {
    if (name === 'endorsers' && Array.isArray(value)) return value.length
    return name === 'mspId' ? 'one of them' : value
  })
  return JSON.parse(text) as Json
}

async function evaluate(run: ScenarioRun, step: Evaluate): Promise<Json> {
  const name = step.name ?? run.nextName()
  return orRefusal(async () => ({ result: readable(await (await propose(run, step, name)).evaluate()) }))
}

async function endorse(run: ScenarioRun, step: Endorse): Promise<Json> {
  return orRefusal(async () => {
    const transaction = await (await propose(run, step, step.name)).endorse()
    run.keep(step.name, { txId: transaction.getTransactionId(), submit: () => transaction.submit() })
    return { result: readable(transaction.getResult()) }
  })
}

async function collect(run: ScenarioRun, step: Collect): Promise<Json> {
  const { as = 'Org1MSP', at = as, chaincode = 'any', channel = run.channelId, from } = step
  const { name, args } = invocationOf(run, step)
  const signer = await run.signer(as)
  const transient = transientOf(run, step)
  const proposal = buildProposal({
    channelId: channel,
    chaincode,
    args: [name, ...args],
    signer,
    ...(transient !== undefined && { transient }),
  })
  run.remember(step.name, proposal.txId)
  const answers = await Promise.all(from.map((mspId) => endorsement(run, mspId, proposal.signed)))
  const endorsed = answers.flatMap(({ response }) => (response?.hasEndorsement() === true ? [response] : []))
  const [first] = endorsed
  if (first !== undefined) {
    const data = buildTransaction(proposal, {
      payload: first.getPayload_asU8(),
      endorsements: endorsed.flatMap((response) => response.getEndorsement() ?? []),
    })
    const envelope = buildEnvelope(proposal.header, data, (message) => signer.sign(message))
    run.keep(step.name, { txId: proposal.txId, submit: () => submitEnvelope(run, at, proposal.txId, envelope) })
  }
  return Object.fromEntries(answers.map(({ outcome }, index) => [from[index] ?? '', outcome]))
}

async function endorsement(
  run: ScenarioRun,
  mspId: string,
  signed: peer.SignedProposal,
): Promise<{ readonly response?: peer.ProposalResponse; readonly outcome: Json }> {
  try {
    const response = await processProposal(run.stage, mspId, signed)
    const answer = response.getResponse()
    const outcome = {
      status: answer?.getStatus() ?? 0,
      message: answer?.getMessage() ?? '',
      result: readable(answer?.getPayload_asU8() ?? new Uint8Array()),
      endorsed: response.hasEndorsement(),
    }
    return { response, outcome }
  } catch (error) {
    return { outcome: { refused: describeRefusal(error) } }
  }
}

/** Hands an envelope to the gateway of an organisation's peer. */
export async function submitEnvelope(
  run: ScenarioRun,
  at: string,
  txId: string,
  envelope: common.Envelope,
): Promise<void> {
  const request = new gateway.SubmitRequest()
  request.setTransactionId(txId)
  request.setChannelId(run.channelId)
  request.setPreparedTransaction(envelope)
  await run.stage.call(at, PATHS.submit, request.serializeBinary())
}

async function order(run: ScenarioRun, { names, together = false }: Order): Promise<Json> {
  if (!together) {
    const found: Record<string, Json> = {}
    for (const name of names) {
      const transaction = run.kept(name)
      if (transaction === undefined) {
        found[name] = 'nothing was endorsed'
        continue
      }
      found[name] = await orRefusal(async () => {
        await run.order(transaction)
        return run.settled(transaction.txId)
      })
    }
    return found
  }
  const transactions = names.flatMap((name) => run.kept(name) ?? [])
  if (transactions.length < names.length) throw new Error('not every transaction was endorsed')
  await run.orderTogether(transactions)
  await requireOneBlock(run, transactions)
  const found: Record<string, Json> = {}
  for (const name of names) found[name] = await run.settled(run.txId(name))
  return found
}

/** What a step is about must have come about, or its transcript would say something else. */
async function requireOneBlock(run: ScenarioRun, transactions: readonly { readonly txId: string }[]): Promise<void> {
  const places = await Promise.all(transactions.map(({ txId }) => run.stage.observe(txId)))
  const [first] = places
  if (!places.every((place, at) => place.block === first?.block && place.index === first.index + at)) {
    throw new Error(`the transactions of ${run.prefix} did not come into one block in their order`)
  }
}

async function readEvents(run: ScenarioRun, step: Events): Promise<Json> {
  const { as = 'Org1MSP', chaincode = 'any', from, until, after = false } = step
  const last = run.txId(until)
  const { block } = await run.stage.observe(run.txId(from))
  const network = await run.network(as)
  const checkpoint = checkpointers.inMemory()
  await checkpoint.checkpointTransaction(BigInt(block), run.txId(from))
  const start = after ? { checkpoint } : { startBlock: BigInt(block) }
  const events = await network.getChaincodeEvents(chaincode, start)
  const timer = setTimeout(() => events.close(), EVENTS_MS)
  const found: Json[] = []
  try {
    for await (const { chaincodeName, eventName, payload, transactionId } of events) {
      if (!run.isOwn(transactionId)) continue
      found.push({ chaincode: chaincodeName, name: eventName, payload: readable(payload), transaction: transactionId })
      if (transactionId === last) return found
    }
  } finally {
    clearTimeout(timer)
    events.close()
  }
  throw new Error(`the event of ${until} did not come`)
}
