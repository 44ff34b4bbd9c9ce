import { makeDevelopmentKeys } from './development-keys'
import { layoutOf } from './layout'
import { topologyAt } from './topology'

/** Makes the keys of a new data folder, as a process of its own: the launcher stays small without the X.509 library. */
const { dataFolder, basePort } = JSON.parse(process.argv[2] ?? '{}') as {
  dataFolder: string
  basePort: number
}
makeDevelopmentKeys(layoutOf(dataFolder), topologyAt(basePort), new Date()).then(
  () => process.send?.({ ready: true }, () => process.exit(0)),
  (error: unknown) => process.send?.({ error: String(error) }, () => process.exit(1)),
)
process.once('disconnect', () => process.exit(1))
