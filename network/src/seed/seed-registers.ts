import { authorityKey, memberKey, partyKey, proposalKey, seedRounds } from '@eco/domain'
import type {
  AuthorityRecord,
  MemberCode,
  MemberRecord,
  PartyRecord,
  ProposalRecord,
  SeedTransaction,
} from '@eco/domain'
import { allOf } from '../all-of'
import { LaunchError } from '../launch-error'
import type { Layout } from '../layout'
import { requestToken } from '../token-request'
import type { Topology } from '../topology'
import { GatewayClient } from './gateway-client'
import { readSeedMembers } from './seed-members'

interface List<T> {
  readonly records: readonly { readonly record: T; readonly parties?: readonly PartyRecord[] }[]
}

interface Outcomes {
  readonly outcomes: readonly ('done' | { readonly code: string; readonly detail: string })[]
  readonly block?: number
}

/**
 * Has every member declare itself, its authority with its key, and the shipped profiles, through its own gateway, as its
 * administrator would. What the registers hold already is not written again. Resolves when every gateway shows it all.
 */
export async function seedRegisters(
  layout: Layout,
  { organisations }: Topology,
  urlOf: (code: MemberCode) => string,
): Promise<void> {
  const members = await readSeedMembers(layout)
  const clients = new Map<string, GatewayClient>()
  await allOf(
    members.map(async ({ member }) => {
      const organisation = organisations.find(({ code }) => code === member)
      if (organisation === undefined) throw new LaunchError(`There is no organisation ${member} in the network.`)
      const token = await requestToken(urlOf(member), organisation, 'member-admin')
      clients.set(member, new GatewayClient(urlOf(member), token, organisation.name))
    }),
  )
  const [first] = clients.values()
  if (first === undefined) return
  const known = await knownTo(first)
  for (const round of seedRounds(members, (key) => known.has(key))) {
    const blocks = await allOf(round.map((transaction) => submit(clients.get(transaction.member), transaction)))
    await untilSeen([...clients.values()], Math.max(0, ...blocks))
  }
}

async function knownTo(client: GatewayClient): Promise<ReadonlySet<string>> {
  const [members, authorities, agreements] = await Promise.all([
    client.get<List<MemberRecord>>('members'),
    client.get<List<AuthorityRecord>>('authorities'),
    client.get<List<ProposalRecord>>('agreements'),
  ])
  return new Set([
    ...members.records.map(({ record }) => memberKey(record.member)),
    ...authorities.records.flatMap(({ record: { member, id, keys } }) => [
      authorityKey(member, id),
      ...keys.map(({ thumbprint }) => `${authorityKey(member, id)}/${thumbprint}`),
    ]),
    ...agreements.records.flatMap(({ record: { agreement, version }, parties = [] }) => [
      proposalKey(agreement, version),
      ...parties.map(({ member }) => partyKey(agreement, version, member)),
    ]),
  ])
}

/** Submits one list, and gives the block that holds it; zero for what had been written before. */
async function submit(client: GatewayClient | undefined, { member, name, entries }: SeedTransaction): Promise<number> {
  if (client === undefined) throw new LaunchError(`There is no gateway of ${member} in the network.`)
  const body = { change: name, entries }
  const { outcomes, block = 0 } = await client.post<Outcomes>('register-entries', `first-${name}`, body)
  const refused = outcomes.find((outcome) => outcome !== 'done')
  if (refused === undefined) return block
  throw new LaunchError(`The register refused ${name} of ${member}: ${refused.code}, ${refused.detail}`)
}

// Its own peer has a block when a gateway shows it, so that every endorser of the next round knows this one.
async function untilSeen(clients: readonly GatewayClient[], block: number): Promise<void> {
  await allOf(clients.map((client) => client.get(`members?atLeastBlock=${block}`)))
}
