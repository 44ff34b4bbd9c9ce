import { attachmentsOf } from './pdf-attachments'
import { answerWith } from './reader-task'

void answerWith(({ bytes }) => attachmentsOf(bytes))
