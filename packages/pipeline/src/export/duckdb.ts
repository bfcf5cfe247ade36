import type { DuckDBConnection } from '@duckdb/node-api'

/** Megabytes that DuckDB may use beside the longest line; what is more goes to disk. */
const MEMORY = 256

/**
 * Runs `work` with a DuckDB of its own. Loaded when first needed: 60 MB that an API process without exports never
 * touches. Nothing is downloaded: JSON and Parquet are built in, every other extension is refused.
 * @param folder where it may spill. @param longest bytes of the longest line it will read: it holds a few of them.
 */
export async function withDuckdb<T>(
  folder: string,
  longest: number,
  work: (run: (statement: string) => Promise<unknown>, connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(`${folder}/build.duckdb`, {
    threads: '1',
    memory_limit: `${MEMORY + Math.ceil((longest * 4) / 1e6)}MB`,
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

/** Row groups of at most 100,000 rows with statistics: what viewers and range readers can skip by. */
export const PARQUET = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)'
