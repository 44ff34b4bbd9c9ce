import 'reflect-metadata'
import { setTimeout as delay } from 'node:timers/promises'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { pino } from 'pino'
import { AppModule } from './app.module'
import type { GatewayConfig } from './config'
import { acceptFiles } from './http/file-body'
import { acceptJsonOnly, BODY_LIMIT } from './http/json-body'
import { refuseBeforeRouting } from './http/problem.filter'
import { traceRequests } from './http/request-log'
import { closeParts, openParts } from './parts'
import type { GatewayParts, Replacements } from './parts'

/** What requests get to end when the gateway ends. */
const GRACE_MS = 3_000

/** A gateway that answers requests. */
export interface RunningGateway {
  readonly member: GatewayConfig['member']
  readonly url: string
  /** Ends it; a second call waits for the first. */
  close(): Promise<void>
}

/** Starts one gateway; any number of them may run in one process. Resolves when it listens; `/health/ready` tells the rest. */
export async function startGateway(config: GatewayConfig, replacements: Replacements = {}): Promise<RunningGateway> {
  const log = pino(
    { level: config.logLevel ?? 'info', base: { member: config.member } },
    pino.destination({ sync: true }),
  )
  const parts = await openParts(config, log, replacements)
  try {
    const application = await createApplication(parts)
    parts.projector.start()
    parts.registrations.start()
    parts.deliveries.start()
    await application.listen(config.port, config.host)
    const { port } = application.getHttpServer().address() as { readonly port: number }
    const end = async (): Promise<void> => {
      // A write may wait for its commit longer than whoever ends the process; a repeat of it settles what became of it.
      await Promise.race([application.close(), delay(GRACE_MS, undefined, { ref: false })])
      await closeParts(parts)
    }
    let ended: Promise<void> | undefined
    return { member: config.member, url: `http://${config.host}:${port}`, close: () => (ended ??= end()) }
  } catch (error) {
    await closeParts(parts)
    throw isTaken(error) ? new Error(portTaken(config), { cause: error }) : error
  }
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
}

function portTaken({ member, host, port }: GatewayConfig): string {
  return `Port ${port} on ${host}, for the gateway of ${member}, is taken by another program: end it, or configure another port.`
}

async function createApplication(parts: GatewayParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    logger: false,
    frameworkErrors: refuseBeforeRouting,
  })
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the library declares its options as a class
  const application = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts), adapter, {
    logger: false,
    abortOnError: false,
    bodyParser: false,
  })
  const server = adapter.getInstance()
  traceRequests(server, parts.log)
  acceptJsonOnly(server)
  acceptFiles(server, parts.verifier)
  await application.init()
  return application
}
