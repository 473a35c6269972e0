"""The commands behind datasets/runs/: each file there names the command that wrote it.

ladders.py           every rung of both ladders, by week
neural_rungs.py      one contender: learning-rate trials, three seeds, equal CPU seconds
neural_contenders.py the networks of weeks 2 to 4 as contenders
learning_rates.py    which learning rate is tried next
going_on.py          a command that was stopped goes on from its file
nnlm_sweep.py        n from 2 to 16, networks beside counts (2.2)
recurrent.py         recall and gradients by distance (3.1)
translation.py       recurrent models that translate (3.2)
translation_contest.py      kinds of translators at equal cost
translation_transformer.py  the same sentences, a Transformer (4.2)
recipes.py           LSTM and GPT for equal seconds on recipes (4.2)
step_times.py        milliseconds of a step by length, LSTM and Transformer (4.2)
scaling.py           sizes of model and text (5.1)
transfer.py          what pretraining brings where labels are few (5.1)
finetuning.py        answers and forgetting (5.2)
policies.py          preferences: REINFORCE and DPO beside the optimum (5.2)
lora.py              nine ways to learn a dialect (6.1)
prompts.py           prompts, prefixes and LoRA on small tasks (6.2)
"""
