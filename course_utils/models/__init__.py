"""The models, each built in a notebook first, and what is done to them.

Every neural language model answers alike: `model(tokens)`, (B, T) -> (B, T, V), gives the logits of
each next token. It and the n-gram models have `model.distribution(context)`: the probabilities of
the token after a document so far, (V,).

cooccurrence.py   word vectors from counts: PPMI, SVD, GloVe (week 1.2)
word2vec.py       word vectors from predictions (1.2)
word_vectors.py   what word vectors know: neighbors, analogies (1.2)
ngram.py          counts of n-grams (1.3)
smoothing.py      from counts to probabilities (1.3)
scalar.py         autograd for single numbers (2.1)
autograd.py       autograd for arrays (2.1)
optimizers.py     a network of layers, and rules that train it (2.1)
nnlm.py           the network of Bengio et al. (2.2)
rnn.py            recurrent cells and language models (3.1)
seq2seq.py        encoder and decoder, with and without attention (3.2)
ibm.py            word alignments by EM (3.2)
attention.py      the layer that serves every Transformer (4.1)
ids.py            errors that name the ids a model does not know
looking.py        values and switches inside a model (4.1)
transformer.py    GPT, BERT, EncoderDecoder (4.2)
since_2017.py     what has changed since, in a few lines each (4.2)
published.py      weights of GPT-2 and BERT in our classes (4.2)
lora.py           LoRA (6.1)
nf4.py            weights in 4 bits (6.1)
prompt_tuning.py  soft prompts and prefixes (6.2)
adapters.py       what the last three share: layers by name
checkpoints.py    a Transformer in a file
stored.py         tensors in a file, never read damaged
"""
