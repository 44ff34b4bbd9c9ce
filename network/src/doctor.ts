import { runDoctor } from './doctor/command'
import { runCommand } from './run-command'

runCommand((args) => runDoctor(args, (text) => console.log(text)))
