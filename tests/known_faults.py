"""Wrong arguments that are taken badly, and may be: almost all of carried code.

What a notebook builds stands in the package as the notebook has it, and a first version in a
notebook has no guards. What calls it from the package names the mistake (`training.fit`,
`answers_of`, `translate`, `train_word2vec`, `every_smoothing` …). Of the others here,
`group_by_length`, `cut_into_blocks` and `bert_inputs` are the inside of `document_batches`,
`train_word2vec` and `mask_tokens`; a text is no tokenizer, and Python says so in its own words.

A call, and below it its arguments (by place) with what is wrong about them. The list is strict:
what has become clear has to go.
"""

KNOWN_FAULTS = """
SUBWORDS.decode([113, 116])
    0 fractions
tasks.pad_answers([[20, 21], [20]], [[22], [23]])
    0 empty, 1 empty, 1 of None
fast_generation.cached_distribution(gpt())([20, 21])
    0 ids below, 0 ids beyond, 0 fractions
generation.apply_temperature(P, 0.5)
    0 None, 0 a number, 0 empty, 0 one axis fewer, 0 nan, 0 inf, 1 nan
generation.sample(gpt().distribution, [20], 3, 1.0, 0)
    1 ids below, 1 ids beyond, 1 fractions
generation.top_k(P, 2)
    0 empty, 0 inf
generation.filtered(gpt().distribution, np.copy)([20])
    0 ids below, 0 ids beyond, 0 fractions
masking.bert_inputs(ROWS, ROWS > 9, torch.full((2, 3), 0.5), ROWS)
    1 a number
preferences.fit_reward(x(3, 2), torch.tensor([0, 1]), torch.tensor([1, 2]), 0.01)
    0 one axis fewer, 0 nan, 0 inf, 1 ids below, 2 ids below, 3 nan, 3 inf, 3 negative
training.group_by_length(np.array([3, 4]), np.array([0, 1]), 8)
    0 one axis more, 1 one axis more
translation_scores.corpus_bleu(["the cat sat on a mat".split()], ["the cat sat on the mat".split()])
    0 a text, 0 empty, 1 a text, 1 empty
ngram.join_documents(DOCUMENTS)
    0 empty
ngram.look_up(LEVEL, np.array([0]), np.array([0]))
    1 ids below, 2 ids below
ngram.no_evidence(np.array([20, 21]), V)
    0 ids below, 0 ids beyond, 0 fractions, 1 nan
ngram.evidence_for(COUNTS, DOCUMENTS)
    1 empty, 1 ids below, 1 ids beyond, 1 fractions
ngram.evidence_after(COUNTS, [20])
    1 ids below, 1 ids beyond, 1 fractions
bigrams().distribution([20])
    0 ids below, 0 ids beyond, 0 fractions
bigrams().log2_probabilities(DOCUMENTS)
    0 empty, 0 ids below, 0 ids beyond, 0 fractions
smoothing.uniform(EVIDENCE)
    0 empty
smoothing.longest_context(EVIDENCE)
    0 empty
smoothing.maximum_likelihood(EVIDENCE)
    0 empty
smoothing.add_k(EVIDENCE, 0.5)
    0 empty, 1 nan, 1 inf
smoothing.stupid_backoff(EVIDENCE, 0.4)
    0 empty
smoothing.relative_frequencies(EVIDENCE)
    0 empty
smoothing.interpolate(EVIDENCE, np.array([0.2, 0.3, 0.5]))
    0 empty, 1 nan
smoothing.fit_weights(EVIDENCE, 3)
    0 empty
smoothing.absolute_discounting(EVIDENCE, 0.75)
    1 nan
cooccurrence.cooccurrence([np.array([0, 1, 2])], 3, 1)
    0 empty
cooccurrence.glove_weight(SQUARE, 100.0, 0.75)
    0 nan, 0 negative, 1 nan, 1 negative, 1 0, 2 nan
cooccurrence.glove_gradients(SQUARE, SQUARE, SQUARE, SQUARE)
    0 nan, 0 inf, 1 nan, 1 inf, 2 nan, 2 inf, 3 nan, 3 inf
ibm.IBMModel1(PAIRS, 20, 20, 2)
    2 0
ibm.IBMModel1(PAIRS, 20, 20).align([17, 18], [16, 17])
    0 ids below, 1 ids below
word2vec.sigmoid(P)
    0 nan
word2vec.summed_log_loss(P, P)
    0 nan, 0 negative, 1 nan
word2vec.keep_probability(np.array([5, 3]), 1e-3)
    1 nan, 1 negative
word2vec.noise_distribution(np.array([5, 3]), 0.75)
    0 empty, 0 one axis fewer, 0 ids below, 1 nan, 1 inf
word2vec.neighbor_mask(np.array([[0, 0, 1]]), np.array([[1, 1, 1]]))
    0 one axis fewer
word2vec.add_rows(np.ones((3, 2)), np.array([0, 2]), np.ones((2, 2)))
    0 one axis fewer, 1 ids below
word2vec.cut_into_blocks([np.array([0, 1, 2])], np.ones(3), numbers())
    0 empty, 0 ids below
word_vectors.unit(SQUARE)
    0 nan, 0 inf
memory.MemoryStrip(lstm(), BYTES, "a cat", 0)
    1 a text
Tensor(P)
    0 None
autograd.as_tensor(2.0, Tensor(P))
    0 None
autograd.pick(Tensor(P), np.array([0, 1]))
    1 ids below
autograd.cross_entropy(Tensor(SQUARE), np.array([0, 1, 2]))
    1 ids below
optimizers.SGD([Tensor(P)], 0.1, 0.5)
    1 nan, 2 nan
optimizers.dropout(Tensor(P), 0.5, numbers())
    1 nan
scalar.as_scalar(1.0)
    0 nan
nnlm.NNLMConfig(V, 3, 4, 8)
    0 nan, 1 nan, 2 nan, 3 nan
neural()(ROWS)
    0 one axis more, 0 ids below, 0 ids beyond
neural().distribution([20])
    0 ids below, 0 ids beyond, 0 fractions
nnlm.mixing_weight(P, P[::-1], 3)
    0 nan, 0 inf, 1 nan
rnn.unroll(cells("rnn"), x(2, 5, 4))
    1 one axis fewer
rnn.Stacked(rnn.RNNCell, 4, 3)(x(2, 5, 4))
    0 one axis fewer
recurrent()(ROWS)
    0 ids below, 0 ids beyond
recurrent().read(ROWS)
    0 ids below, 0 ids beyond
recurrent().distribution([20])
    0 ids below, 0 ids beyond, 0 fractions
rnn.gradient_norms(nn.GRU(4, 3, batch_first=True), x(2, 5, 4))
    1 empty
rnn.TruncatedLoss()(recurrent(), BATCH)
    1 ids below, 1 ids beyond
translator()(torch.tensor([[17, 18]]), torch.tensor([[1, 21, 22]]))
    0 empty, 0 shorter, 0 one axis more, 0 ids below, 0 ids beyond, 1 ids below, 1 ids
    beyond
translator().encode(torch.tensor([[17, 18]]))
    0 empty, 0 shorter, 0 one axis more, 0 ids below, 0 ids beyond
translator().decode(torch.tensor([[1, 21, 22]]), translator().encode(torch.tensor([[17, 18]])))
    0 ids below, 0 ids beyond
attention.sinusoidal_positions(3, 4)
    0 negative, 1 negative
attention.MultiHeadAttention(8, 2)
    1 0
transformer.Block(8, 2, nn.GELU())
    1 0
gpt()(ROWS)
    0 one axis fewer, 0 ids below, 0 ids beyond
gpt().distribution([20])
    0 ids below, 0 ids beyond, 0 fractions
encoder_decoder().decode(x(2, 3, 8), torch.ones(2, 1, 1, 3).bool(), ROWS)
    1 one axis more
since_2017.rms_norm(x(2, 4), torch.ones(4), 1e-6)
    2 negative
since_2017.orthogonalized(MATRIX, 5)
    0 one axis fewer
"""
