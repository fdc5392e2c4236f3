%% Says which adaptation layer is on top of it, and prints what the other side says.
-module(adaptation).
-export([server/1, client/1]).
-include_lib("kernel/include/inet_sctp.hrl").

open(Host, Port, Indication) ->
    {ok, IP} = inet:parse_address(Host),
    {ok, S} = gen_sctp:open(Port, [{ip, IP},
        {sctp_adaptation_layer, #sctp_setadaptation{adaptation_ind = list_to_integer(Indication)}},
        {sctp_events, #sctp_event_subscribe{association_event = true, adaptation_layer_event = true}}]),
    S.

server([Host, Port, Indication]) ->
    S = open(Host, list_to_integer(Port), Indication),
    ok = gen_sctp:listen(S, true),
    io:format("Listening~n"),
    loop(S).

client([Host, Remote, RemotePort, Indication]) ->
    S = open(Host, 0, Indication),
    {ok, IP} = inet:parse_address(Remote),
    ok = gen_sctp:connect_init(S, IP, list_to_integer(RemotePort), []),
    loop(S).

loop(S) ->
    {ok, {_, _, _, Data}} = gen_sctp:recv(S),
    case Data of
        #sctp_adaptation_event{adaptation_ind = Indication} -> io:format("Indicated: ~w~n", [Indication]);
        Other -> io:format("Received: ~p~n", [Other])
    end,
    loop(S).
