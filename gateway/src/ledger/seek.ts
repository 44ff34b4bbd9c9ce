import type { Gateway } from '@hyperledger/fabric-gateway'
import { common, orderer } from '@hyperledger/fabric-protos'
import { RegisterUnavailable } from '../register/register'

/** Delivers exactly one block. The client library has no word for "the newest", so its request is rewritten before it is signed. */
export async function fetchBlock(
  client: Gateway,
  channel: string,
  which: 'genesis' | 'newest' | number,
  signal: AbortSignal,
): Promise<common.Block> {
  const template = client.getNetwork(channel).newBlockEventsRequest({ startBlock: 0n })
  const envelope = common.Envelope.deserializeBinary(template.getBytes())
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  payload.setData(seekInfo(which).serializeBinary())
  envelope.setPayload(payload.serializeBinary())
  const events = await client.newBlockEventsRequest(envelope.serializeBinary()).getEvents()
  const close = (): void => events.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    if (signal.aborted) close()
    for await (const block of events) return block
    throw new RegisterUnavailable('the register delivered no block')
  } finally {
    signal.removeEventListener('abort', close)
    close()
  }
}

function seekInfo(which: 'genesis' | 'newest' | number): orderer.SeekInfo {
  const position = new orderer.SeekPosition()
  if (typeof which === 'number') {
    const specified = new orderer.SeekSpecified()
    specified.setNumber(which)
    position.setSpecified(specified)
  } else if (which === 'newest') position.setNewest(new orderer.SeekNewest())
  else position.setOldest(new orderer.SeekOldest())
  const info = new orderer.SeekInfo()
  info.setStart(position)
  info.setStop(position)
  info.setBehavior(orderer.SeekInfo.SeekBehavior.BLOCK_UNTIL_READY)
  return info
}
