/** A store's thread that ends before it has opened anything. */
process.exit(3);
