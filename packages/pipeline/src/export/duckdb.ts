import type { DuckDBConnection } from '@duckdb/node-api'

/** Megabytes that DuckDB may use; what is more goes to disk. */
const MEMORY = 256

/**
 * Runs `work` with a DuckDB of its own, for what is joined by name: names are short. Rows never go through it: it holds
 * 2,048 of them at least, however long they are. Loaded when first needed: 60 MB that most processes never touch.
 * Nothing is downloaded: JSON and Parquet are built in, every other extension is refused.
 * @param folder where it may spill.
 */
export async function withDuckdb<T>(
  folder: string,
  work: (run: (statement: string) => Promise<unknown>, connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(`${folder}/build.duckdb`, {
    threads: '1',
    memory_limit: `${MEMORY}MB`,
    temp_directory: `${folder}/spill`,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    return await work((statement) => connection.run(statement), connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Text as an SQL literal. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`
