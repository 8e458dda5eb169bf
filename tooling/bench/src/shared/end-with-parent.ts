// Loaded ahead of the programs of child processes: whoever made them has ended, however it came.
process.once('disconnect', () => {
  process.exit();
});
