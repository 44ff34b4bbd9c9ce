import type { ScenarioRun } from '../run'
import type { Json } from '../scenario'
import { describeRawError } from '../refusal'
import { PATHS, RawConnection } from './connection'
import type { RawStream } from './connection'
import { blockOrStatus, buildSeek } from './seek'
import type { SeekParts } from './seek'

/** The three ways to get blocks. */
export const KINDS = ['deliver', 'deliverFiltered', 'deliverWithPrivateData'] as const
export type Kind = (typeof KINDS)[number]

/** A request for blocks, of `Org1MSP`'s client at its own peer unless it says otherwise. */
export type Seek = Partial<SeekParts> & { readonly as?: string; readonly at?: string; readonly kind?: Kind }

/** Asks for blocks and reads until the status, or so many messages. */
export async function ask(
  run: ScenarioRun,
  seeks: readonly Seek[],
  most = 50,
  onMessage: () => unknown = () => undefined,
): Promise<RawStream> {
  const [first] = seeks
  const { at = 'Org1MSP', kind = 'deliver' } = first ?? {}
  const connection = new RawConnection(run.organization(at))
  try {
    const requests = await Promise.all(
      seeks.map(async ({ as = 'Org1MSP', ...parts }) =>
        buildSeek({ channelId: run.channelId, signer: await run.signer(as), ...parts }),
      ),
    )
    const statuses = (messages: readonly Uint8Array[]): number =>
      messages.filter((message) => 'status' in blockOrStatus(message)).length
    return await connection.stream(PATHS[kind], requests, (messages) => {
      onMessage()
      return messages.length >= most || statuses(messages) >= seeks.length
    })
  } finally {
    connection.close()
  }
}

/** Block numbers counted from this one, and statuses, in their order. */
export function told({ messages, end }: RawStream, from = 0): Json {
  return {
    answers: messages.map((message) => {
      const answer = blockOrStatus(message)
      return 'status' in answer ? answer.status : answer.block - from
    }),
    ...(typeof end === 'object' && { error: describeRawError(end) }),
  }
}
