#!/usr/bin/env node
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { startChannel, type Channel } from './channel'
import { parseCommand, USAGE, type Command } from './command-line'
import { connectionProfile, writeOrganizationFolders } from './identity/folders'
import { LedgerError } from './ledger/store'

/** Runs the command until `stop` aborts; fulfilled with the process's exit code. */
export async function run(
  args: readonly string[],
  output: Pick<Console, 'log' | 'error'>,
  stop: AbortSignal,
): Promise<number> {
  const write = (line: string): void => output.log(line)
  // Else grpc-js says in its own words, too, what goes wrong.
  setLogVerbosity(logVerbosity.NONE)
  let channel: Channel | undefined
  try {
    const command = parseCommand(args)
    if (command === undefined) {
      write(USAGE)
      return 0
    }
    channel = await startChannel({ ...command.channel, log: write })
    await announce(channel, command, write)
    const stopped = stop.aborted || once(stop, 'abort').then(() => true)
    const ended = await Promise.race([stopped, channel.failed])
    if (ended instanceof LedgerError) throw ended
    write('Stopping.')
    return 0
  } catch (error) {
    output.error(`embedded-fabric: ${sentenceOf(error as Error)}`)
    return 1
  } finally {
    await channel?.close()
  }
}

async function announce(
  channel: Channel,
  { out, channel: options }: Command,
  write: (line: string) => void,
): Promise<void> {
  await writeOrganizationFolders(out, channel.organizations)
  for (const { material, endpoint, mspId } of channel.organizations) {
    const folder = join(out, 'peerOrganizations', material.domain)
    const profile = join(folder, `connection-${mspId.toLowerCase().replace(/msp$/, '')}.json`)
    await writeFile(profile, `${JSON.stringify(connectionProfile(material, endpoint), undefined, 2)}\n`)
    write(`${mspId}  peer0.${material.domain}  ${endpoint}  ${profile}`)
  }
  for (const { name, address } of options.chaincodes)
    write(`Chaincode ${name} is dialled at ${address} when it is first invoked.`)
  write(`Channel ${channel.channelId} is ready at block ${channel.height - 1}. Ctrl-C stops it.`)
}

function sentenceOf({ message }: Error): string {
  const taken = /EADDRINUSE.*:(\d+)/.exec(message)
  if (taken !== null) return `Port ${taken[1] ?? ''} is taken: choose others with --port.`
  const [line = ''] = message.split('\n', 1)
  return line.endsWith('.') ? line : `${line}.`
}

if (require.main === module) {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  void run(process.argv.slice(2), console, stop.signal).then((code) => {
    process.exitCode = code
  })
}
