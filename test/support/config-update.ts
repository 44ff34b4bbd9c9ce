import { common, orderer } from '@hyperledger/fabric-protos'
import type { FabricNetwork } from '@eco/network'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'

/**
 * An update of the channel's configuration by which orderers cut blocks after another time, signed by these members'
 * administrators; the first of them sends it.
 */
export function newBatchTimeout(
  fabric: FabricNetwork,
  config: common.ConfigGroup,
  timeout: string,
  mspIds: readonly string[],
): common.Envelope {
  const signers = mspIds.map((mspId) => fabric.connection(mspId).signer)
  const [sender] = signers
  if (sender === undefined) throw new Error('nobody sends it')
  const update = updateOf(fabric.channelId, config, timeout).serializeBinary()
  const signed = new common.ConfigUpdateEnvelope()
  signed.setConfigUpdate(update)
  signed.setSignaturesList(
    signers.map((signer) => {
      const header = signatureHeader(signer.serialized)
      const signature = new common.ConfigSignature()
      signature.setSignatureHeader(header)
      signature.setSignature(signer.sign(Buffer.concat([header, update])))
      return signature
    }),
  )
  const payload = new common.Payload()
  const header = new common.Header()
  header.setChannelHeader(channelHeader(fabric.channelId))
  header.setSignatureHeader(signatureHeader(sender.serialized))
  payload.setHeader(header)
  payload.setData(signed.serializeBinary())
  const bytes = payload.serializeBinary()
  const envelope = new common.Envelope()
  envelope.setPayload(bytes)
  envelope.setSignature(sender.sign(bytes))
  return envelope
}

function updateOf(channelId: string, config: common.ConfigGroup, timeout: string): common.ConfigUpdate {
  const now = config.getGroupsMap().get('Orderer')?.getValuesMap().get('BatchTimeout')
  if (now === undefined) throw new Error('the configuration has no time after which blocks are cut')
  const value = new orderer.BatchTimeout()
  value.setTimeout(timeout)
  const next = new common.ConfigValue()
  next.setVersion(now.getVersion() + 1)
  next.setModPolicy(now.getModPolicy())
  next.setValue(value.serializeBinary())
  const update = new common.ConfigUpdate()
  update.setChannelId(channelId)
  update.setReadSet(groupsOnTheWay(config))
  const written = groupsOnTheWay(config)
  written.getGroupsMap().get('Orderer')?.getValuesMap().set('BatchTimeout', next)
  update.setWriteSet(written)
  return update
}

function groupsOnTheWay(config: common.ConfigGroup): common.ConfigGroup {
  const channel = new common.ConfigGroup()
  channel.setVersion(config.getVersion())
  const ordering = new common.ConfigGroup()
  ordering.setVersion(config.getGroupsMap().get('Orderer')?.getVersion() ?? 0)
  channel.getGroupsMap().set('Orderer', ordering)
  return channel
}

function channelHeader(channelId: string): Uint8Array {
  const header = new common.ChannelHeader()
  header.setType(common.HeaderType.CONFIG_UPDATE)
  header.setChannelId(channelId)
  const time = new Timestamp()
  time.fromDate(new Date())
  header.setTimestamp(time)
  return header.serializeBinary()
}

function signatureHeader(creator: Uint8Array): Uint8Array {
  const header = new common.SignatureHeader()
  header.setCreator(creator)
  header.setNonce(crypto.getRandomValues(new Uint8Array(24)))
  return header.serializeBinary()
}
