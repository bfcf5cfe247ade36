/** True under `next dev`, where React needs `eval` and hot reload needs a socket. Inlined by the bundler. */
export const development = process.env.NODE_ENV === 'development'
