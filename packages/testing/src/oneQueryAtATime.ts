/** A query beside another in one transaction waits for it today and is refused by the next pg: a test that sees one fails. */
process.on('warning', (warning) => {
  if (warning.message.includes('client.query()')) throw warning
})
