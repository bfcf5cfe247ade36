import { type BlobStore, folderBlobStore, openDatabase, silentLog } from '@rowright/db'
import { publishFiles } from './publishFiles.ts'

// A publisher to be killed: says when its first file is stored, and never stores the next one.
const [url, folder] = process.argv.slice(2) as [string, string]
const store = folderBlobStore(folder)
let stored = 0
const stuck: BlobStore = {
  ...store,
  async write(content) {
    if (stored++ === 0) return store.write(content)
    process.stdout.write('one file is stored\n')
    return new Promise(() => setInterval(() => undefined, 1_000))
  },
}
await publishFiles(openDatabase(url, { log: silentLog }), stuck)
