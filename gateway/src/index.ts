export { ConfigError, readConfig, readConfigFile } from './config'
export type {
  GatewayConfig,
  IdentityFiles,
  LedgerConfig,
  LedgerDeadlines,
  TokensConfig,
} from './config'
export type { AuthorityConfig, KeyConfig, TokenConfig } from './config-authorities'
export type { Replacements } from './parts'
export type { Register, RegisterBlock, RegisterChange, WriteRequest, Written } from './register/register'
export { Contention, OutcomeUnknown, RegisterUnavailable, TransactionInvalid } from './register/register'
export { startGateway } from './start'
export type { RunningGateway } from './start'
